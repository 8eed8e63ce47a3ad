/// Where the bytes of a workbook come from.
package protocol WorkbookSource: Sendable {
    /// The file's size in bytes.
    var byteCount: Int64 { get }

    /// Reads bytes at an offset into the block, at most as many as it holds; zero at the end of the file.
    func read(into block: inout [UInt8], at offset: Int64) throws -> Int
}
