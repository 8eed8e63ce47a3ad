import CExpat

/// Reads an XML document by expat, as far as it is fed; declarations of entities are refused, and so is what would take memory without end.
@safe final class XMLReader {
    /// The most bytes of one tag, and the deepest nesting.
    private static let (tagLimit, depthLimit) = (8 << 20, 256)

    private let parser: XML_Parser
    private let handler: XMLHandler
    private var fedByteCount = 0
    private var depth = 0
    private var fault: WorkbookFault?

    init(_ handler: XMLHandler) {
        // As with libarchive: without memory for this, none of Swift's own calls would return either.
        guard let parser = unsafe XML_ParserCreate(nil) else { preconditionFailure("expat has no memory to start") }
        unsafe self.parser = unsafe parser
        self.handler = handler
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(parser, elementStarted, elementEnded)
        unsafe XML_SetCharacterDataHandler(parser, textMet)
        unsafe XML_SetStartDoctypeDeclHandler(parser, doctypeMet)
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// Reads more of the document.
    func feed(_ bytes: UnsafeRawBufferPointer) throws {
        var place = 0
        while place < bytes.count {
            let count = min(bytes.count - place, 1 << 20)
            let start = unsafe bytes.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self)
            let status = unsafe XML_Parse(parser, start, Int32(count), 0)
            fedByteCount += count
            place += count
            try check(status)
            if unsafe fedByteCount - max(0, Int(XML_GetCurrentByteIndex(parser))) > Self.tagLimit {
                throw WorkbookFault.harmful("The workbook has a tag of more than 8 MiB")
            }
        }
    }

    /// Ends the document.
    func finish() throws { try check(unsafe XML_Parse(parser, nil, 0, 1)) }

    private func check(_ status: XML_Status) throws {
        if let fault = fault ?? handler.fault { throw fault }
        guard status == XML_STATUS_OK else {
            let line = unsafe XML_GetCurrentLineNumber(parser)
            let reason = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) } ?? ""
            throw WorkbookFault.damaged("its XML is cut or broken on line \(line) (\(reason))")
        }
    }

    private func stop(_ fault: WorkbookFault) {
        self.fault = fault
        _ = unsafe XML_StopParser(parser, 0)
    }

    fileprivate func start(_ name: UnsafePointer<CChar>, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        depth += 1
        if depth > Self.depthLimit {
            return stop(.harmful("The workbook has tags within more than \(Self.depthLimit) others"))
        }
        unsafe handler.start(XMLText(name).local, XMLAttributes(list))
        if handler.fault != nil { _ = unsafe XML_StopParser(parser, 0) }
    }

    fileprivate func end(_ name: UnsafePointer<CChar>) {
        depth -= 1
        unsafe handler.end(XMLText(name).local)
        if handler.fault != nil { _ = unsafe XML_StopParser(parser, 0) }
    }

    fileprivate func text(_ text: XMLText) {
        handler.text(text)
        if handler.fault != nil { _ = unsafe XML_StopParser(parser, 0) }
    }

    fileprivate func refuseDoctype() { stop(.harmful("The workbook's XML declares a document type or entities")) }

    fileprivate static func of(_ data: UnsafeMutableRawPointer?) -> XMLReader? {
        unsafe data.map { unsafe Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }
}

private func elementStarted(
    _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?,
    _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
) {
    guard let name = unsafe name else { return }
    unsafe XMLReader.of(data)?.start(name, list)
}

private func elementEnded(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?) {
    guard let name = unsafe name else { return }
    unsafe XMLReader.of(data)?.end(name)
}

private func textMet(_ data: UnsafeMutableRawPointer?, _ text: UnsafePointer<XML_Char>?, _ count: Int32) {
    unsafe XMLReader.of(data)?.text(XMLText(text, Int(count)))
}

private func doctypeMet(
    _ data: UnsafeMutableRawPointer?, _: UnsafePointer<XML_Char>?, _: UnsafePointer<XML_Char>?,
    _: UnsafePointer<XML_Char>?, _: Int32
) {
    unsafe XMLReader.of(data)?.refuseDoctype()
}

extension XMLReader {
    /// The version of expat in use.
    static var version: String {
        let info = XML_ExpatVersionInfo()
        return "\(info.major).\(info.minor).\(info.micro)"
    }
}
