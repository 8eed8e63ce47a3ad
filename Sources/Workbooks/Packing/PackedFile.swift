/// A ZIP archive whose members are read one at a time; nothing of it is ever unpacked to a file.
struct PackedFile: Sendable {
    /// The most members a workbook may have.
    private static let memberLimit = 10_000

    let source: any WorkbookSource
    /// The members' names as they are compared, and as the archive has them.
    private let names: [String: String]

    /// Lists the members. Throws a `WorkbookFault` for what is no whole archive, or one that was made to do harm.
    init(_ source: any WorkbookSource) throws {
        self.source = source
        let archive = try ZipReader(source)
        var names: [String: String] = [:]
        while let member = try archive.next() {
            guard let name = member.name else { continue }
            if member.isEncrypted { throw WorkbookFault.protected }
            if name.hasPrefix("/") || name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..") {
                throw WorkbookFault.harmful("The workbook has a part that is called “\(name.prefix(60))”")
            }
            guard names.updateValue(name, forKey: Self.key(name)) == nil else {
                throw WorkbookFault.harmful("The workbook has the part “\(name.prefix(60))” twice")
            }
            guard names.count <= Self.memberLimit else {
                throw WorkbookFault.harmful("The workbook has more than \(Self.memberLimit) parts")
            }
        }
        self.names = names
    }

    /// Whether there is a member of this name.
    func has(_ name: String) -> Bool { names[Self.key(name)] != nil }

    /// Opens a member; a fault when there is none.
    func open(_ name: String) throws -> ZipReader {
        guard let stored = names[Self.key(name)] else {
            throw WorkbookFault.damaged("its part “\(name.prefix(60))” is missing")
        }
        let archive = try ZipReader(source)
        while let member = try archive.next() {
            if member.name == stored { return archive }
        }
        throw WorkbookFault.damaged("its part “\(name.prefix(60))” is missing")
    }

    /// Programs differ in case and slashes.
    private static func key(_ name: String) -> String {
        String(name.lowercased().replacing("\\", with: "/").trimmingPrefix("/"))
    }
}
