import BatchModel
import Text

/// What to do about bytes that are no text in the file's encoding: with the cell itself, as likely encodings read it.
struct EncodingHint {
    private static let sampleSize = 1 << 15
    private static let cellSize = 30

    let file: ManifestFile
    let layout: TextLayout

    /// The advice for the first offending byte, which stands at an offset in the file.
    func remedy(at offset: Int64) -> String {
        let start = max(0, offset - Int64(Self.sampleSize))
        let sample = read(from: start, count: 2 * Self.sampleSize)
        let place = Int(offset - start)
        if layout.isWide, file.status.byteCount - offset < (layout.encoding.contains("32") ? 4 : 2) {
            return "The file ends in the middle of a character: it was cut. Get it anew from where it came from."
        }
        // Wide encodings have no cells to be found byte by byte.
        guard sample.indices.contains(place), !layout.isWide else { return Self.plain }
        if let joined = JoinedEncodings(file) { return joined.advice }
        let hasOnlyReturns = sample.contains(13) && !sample.contains(10)
        let cell = Array(sample[cell(sample, place)])
        let isCut =
            layout.isUTF8 && sample[place] >= 0xC2 && offset + Int64(sample.count - place) == file.status.byteCount
            && sample.count - place < 4 && sample[(place + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
        let cut = isCut ? " If it ends in mid-character because it was cut, export it again." : ""
        if layout.isUTF8, isMostlyUTF8(sample) {
            let readings = EncodingGuess.readings(
                of: cell, sample: cell, besides: layout.encoding, hasOnlyReturns: hasOnlyReturns)
            guard let first = readings.first else { return Self.plain }
            return "The rest of the file is UTF-8, which \(option: .encoding) would spoil: correct this cell, "
                + "“\(Self.safe(first.text))” in \(first.encoding).\(cut)"
        }
        let ranked = EncodingGuess.ranked(
            EncodingSample(sample, from: place).bytes, besides: layout.encoding, hasOnlyReturns: hasOnlyReturns)
        func cells(byPieces: Bool) -> [[UInt8]] {
            EncodingSample.cells(sample, from: place, ends: ends, byPieces: byPieces) { self.cell(sample, $0) }
        }
        // Of characters of several bytes a piece may hold half a one.
        let isOneByte = ranked.first.map { !DoubleByteRank.isRanked($0.encoding) } ?? false
        let readings = EncodingEvidence(
            ranked, cells: cells(byPieces: false), pieces: isOneByte ? cells(byPieces: true) : []
        ).readings
        guard let first = readings.first else { return Self.plain }
        if first.encoding == "utf-8" {
            return "The file is UTF-8, which reads “\(Self.safe(first.text))”: leave \(option: .encoding) out."
        }
        if let best = ranked.first, best.score <= 0, sample.contains(where: StrayControl.isStray) {
            return "It holds control characters as well, as no text does: check that it is the right file."
        }
        let choices = readings.map { "\(option: .encoding) \($0.encoding) reads “\(Self.safe($0.text))”" }
        return "Save the file as UTF-8, or name its encoding: \(choices.joined(separator: "; ")).\(cut)"
    }

    static let plain = "Save the file as UTF-8, or name its encoding with \(option: .encoding)."

    private func read(from start: Int64, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = (try? file.read(into: &bytes, from: 0, at: start)) ?? 0
        return Array(bytes.prefix(read))
    }

    private var ends: Set<UInt8> { [10, 13, UInt8(ascii: "\""), layout.delimiter] }

    /// The cell around a byte, or as much of it as fits a line.
    private func cell(_ sample: [UInt8], _ place: Int) -> Range<Int> {
        let ends = ends
        var (start, end) = (place, place + 1)
        while start > 0, place - start < Self.cellSize, !ends.contains(sample[start - 1]) { start -= 1 }
        while end < sample.count, end - place < Self.cellSize, !ends.contains(sample[end]) { end += 1 }
        // Not from the middle of a word, nor of a character.
        if place - start == Self.cellSize { start = sample[start..<place].firstIndex(of: 0x20) ?? place }
        return start..<end
    }

    /// Whether the sample holds more characters of UTF-8 than bytes that are none.
    private func isMostlyUTF8(_ sample: [UInt8]) -> Bool {
        var (good, bad, index) = (0, 0, 0)
        while index < sample.count {
            let first = sample[index]
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let end = min(index + length, sample.count)
            let isWhole = (try? UTF8Span(validating: sample.span.extracting(index..<end))) != nil
            if !isWhole { bad += 1 } else if length > 1 { good += 1 }
            index = isWhole ? end : index + 1
        }
        return good > bad
    }

    private static func safe(_ text: String) -> String { DisplayText.oneLine(text, limit: 60) }
}
