/// What takes the content of an XML document; made to be subclassed, so that a call costs no look-up.
class XMLHandler {
    /// Set to stop the parser: the fault is thrown by whoever feeds it.
    final var fault: WorkbookFault?

    /// An element begins; its name is without prefix.
    func start(_ name: XMLText, _ attributes: XMLAttributes) {}

    /// An element ends.
    func end(_ name: XMLText) {}

    /// A piece of text; what stands together may come in several pieces.
    func text(_ text: XMLText) {}
}
