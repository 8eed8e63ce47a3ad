import Glibc

/// Turns text in one encoding into another with glibc's iconv. Use one per pass: it remembers shift states.
@safe final class EncodingConverter {
    /// Nil where one of our own tables does the work.
    private let converter: iconv_t?
    private let source: OwnEncoding?
    private let target: OwnEncoding?

    /// Nil when neither iconv nor a table of ours knows one of the encodings; ours are turned into UTF-8 and back only.
    init?(from encoding: String, to target: String = "UTF-8") {
        source = target == "UTF-8" ? OwnEncoding(encoding) : nil
        self.target = encoding == "UTF-8" ? OwnEncoding(target) : nil
        if source != nil || self.target != nil {
            unsafe converter = nil
            return
        }
        guard let opened = unsafe iconv_open(target, encoding), Int(bitPattern: opened) != -1 else {
            return nil
        }
        unsafe converter = opened
    }

    deinit { if let converter = unsafe converter { unsafe iconv_close(converter) } }

    /// The bytes that were held back, or lead back from a shift state, at the end of the text.
    func finish() -> [UInt8] {
        guard let converter = unsafe converter else { return [] }
        var room = [UInt8](repeating: 0, count: 16)
        let free = unsafe room.withUnsafeMutableBytes { target in
            var into = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
            var free = target.count
            unsafe iconv(converter, nil, nil, &into, &free)
            return free
        }
        return room.dropLast(free)
    }

    /// A whole text in the other encoding; nil where it holds what that lacks, or is none.
    func convert(whole input: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var used = 0
        while used < input.count {
            let step = convert(input, used..<input.count, into: &output)
            used += step.used
            switch step.stop {
            case .inputUsed, .outputFull: continue
            case .incomplete, .undecodable: return nil
            }
        }
        return output + finish()
    }

    /// What stopped a conversion.
    enum Stop { case inputUsed, outputFull, incomplete, undecodable }

    /// Appends the UTF-8 of as many bytes as can be converted; returns how many those were and why it stopped.
    func convert(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> (used: Int, stop: Stop) {
        if let source {
            source.decode(input, range, into: &output)
            return (range.count, .inputUsed)
        }
        if let target {
            let used = target.encode(input, range, into: &output)
            return (used, used == range.count ? .inputUsed : .undecodable)
        }
        return unsafe convert(input, range, into: &output, converter)
    }

    private func convert(
        _ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8], _ converter: iconv_t?
    ) -> (used: Int, stop: Stop) {
        var stop = Stop.inputUsed
        var used = 0
        var room = [UInt8](repeating: 0, count: range.count * 3 + 16)
        unsafe input.withUnsafeBytes { source in
            unsafe room.withUnsafeMutableBytes { target in
                let bytes = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)
                var from = unsafe bytes?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
                var into = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = range.count
                var free = target.count
                let result = unsafe iconv(converter, &from, &left, &into, &free)
                if result == -1 {
                    stop = errno == EILSEQ ? .undecodable : errno == EINVAL ? .incomplete : .outputFull
                }
                used = range.count - left
                unsafe output.append(contentsOf: target[..<(target.count - free)])
            }
        }
        return (used, stop)
    }
}
