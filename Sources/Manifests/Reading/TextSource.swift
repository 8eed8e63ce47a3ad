import BatchModel
import Digests

/// The manifest's text in UTF-8, block by block, whatever its encoding.
final class TextSource {
    /// Bytes that are no text in the file's encoding.
    struct Undecodable: Error {
        /// Where in the file the first of them stands, counted from zero.
        var offset: Int64
        var byte: UInt8
        /// What to do about it.
        var remedy = EncodingHint.plain

        func fault(at place: SourceLocation) -> ManifestFault {
            let byte = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            return ManifestFault(
                .invalid, .undecodable, at: place,
                problem: "Byte \(offset + 1) of the file (0x\(byte)) is not text in the file's encoding.",
                remedy: remedy)
        }
    }

    private static let blockSize = 1 << 18

    private let file: ManifestFile
    private let layout: TextLayout
    private let converter: EncodingConverter?
    private let hasher: SHA256Hasher?
    private var offset: Int64 = 0
    private var hasEnded = false
    private var isFlushed = false
    /// Decoded bytes still to be left out: a byte-order mark, a `sep=` line.
    private var skip: Int
    /// The undecoded end of the last block: the beginning of a character.
    private var rest: [UInt8] = []
    private var raw: [UInt8] = []
    private var failure: Undecodable?
    /// Nil where nothing was given that might be wrong.
    private var evidence: UTF8Evidence?

    /// Starts at the beginning of the file; `hasher` is fed every byte of it.
    init(_ file: ManifestFile, layout: TextLayout, hasher: SHA256Hasher? = nil) {
        self.file = file
        self.hasher = hasher
        self.layout = layout
        skip = layout.skippedByteCount
        converter = layout.isUTF8 ? nil : EncodingConverter(from: layout.encoding)
        evidence = layout.isUTF8 || layout.isWide || layout.hasMark ? nil : UTF8Evidence()
    }

    /// Whether the file, as far as it was read, is UTF-8 beyond ASCII although it is read in another encoding.
    var looksLikeUTF8: Bool { evidence?.isUTF8BeyondASCII ?? false }

    /// Replaces the block's content and returns the part to use; nil at the end of the file.
    ///
    /// Throws `Undecodable` only after everything before the offending byte was returned.
    func read(into block: inout [UInt8]) throws -> Range<Int>? {
        while true {
            if var failure {
                failure.remedy = EncodingHint(file: file, layout: layout).remedy(at: failure.offset)
                throw failure
            }
            let text = try converter == nil ? readUTF8(into: &block) : readConverted(into: &block)
            guard let text else { return nil }
            let skipped = min(skip, text.count)
            skip -= skipped
            if text.count > skipped { return text.lowerBound + skipped..<text.upperBound }
        }
    }

    /// Reads more of the text behind `rest`; zero at its end, where what pads the file was hashed as well.
    private func readContent(into block: inout [UInt8]) throws -> Int {
        if hasEnded { return 0 }
        let count = try file.read(into: &block, from: rest.count, at: offset)
        hasher?.update(block.span.extracting(rest.count..<rest.count + count))
        let content = Int(min(Int64(count), layout.ending.contentEnd - offset))
        if content < count {
            hasEnded = true
            try hashPadding(from: offset + Int64(count))
        }
        return content
    }

    private func hashPadding(from start: Int64) throws {
        guard let hasher else { return }
        var padding = [UInt8](repeating: 0, count: Self.blockSize)
        var place = start
        while true {
            let count = try file.read(into: &padding, from: 0, at: place)
            if count == 0 { return }
            hasher.update(padding.span.extracting(..<count))
            place += Int64(count)
        }
    }

    private func readUTF8(into block: inout [UInt8]) throws -> Range<Int>? {
        if block.count != Self.blockSize { block = [UInt8](repeating: 0, count: Self.blockSize) }
        for (index, byte) in rest.enumerated() { block[index] = byte }
        let count = try readContent(into: &block)
        let total = rest.count + count
        if total == 0 { return nil }
        let start = offset - Int64(rest.count)
        offset += Int64(count)
        rest = []
        var valid = total
        do {
            _ = try UTF8Span(validating: block.span.extracting(..<total))
        } catch {
            valid = error.byteOffsets.lowerBound
            if count > 0, total - valid < 4, Self.mayContinue(block[valid..<total]) {
                rest = Array(block[valid..<total])
            } else {
                failure = Undecodable(offset: start + Int64(valid), byte: block[valid])
            }
        }
        return 0..<valid
    }

    /// Whether the bytes are the beginning of a character that the next block may finish.
    static func mayContinue(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        return bytes.count < length && bytes.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
    }

    private func readConverted(into block: inout [UInt8]) throws -> Range<Int>? {
        guard let converter else { return nil }
        raw = rest + [UInt8](repeating: 0, count: Self.blockSize / 4)
        let count = try readContent(into: &raw)
        let total = rest.count + count
        if total == 0 { return flush(converter, into: &block) }
        evidence?.take(raw.span.extracting(rest.count..<total))
        let start = offset - Int64(rest.count)
        offset += Int64(count)
        rest = []
        block.removeAll(keepingCapacity: true)
        var used = 0
        loop: while used < total {
            let step = converter.convert(raw, used..<total, into: &block)
            used += step.used
            switch step.stop {
            case .inputUsed, .outputFull: continue
            case .incomplete where count > 0:
                rest = Array(raw[used..<total])
                break loop
            case .incomplete, .undecodable:
                failure = Undecodable(offset: start + Int64(used), byte: raw[used])
                break loop
            }
        }
        return 0..<block.count
    }

    /// What iconv held back at the end of the file: in some encodings a mark that joins the letter may follow it.
    private func flush(_ converter: EncodingConverter, into block: inout [UInt8]) -> Range<Int>? {
        if isFlushed { return nil }
        isFlushed = true
        block = converter.finish()
        return block.isEmpty ? nil : 0..<block.count
    }
}
