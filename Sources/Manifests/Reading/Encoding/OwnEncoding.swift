/// Encodings that glibc does not know, of old Macintoshes and of DOS in Arabic, by the meaning of each byte from 0x80 on.
///
/// The tables are those of Apple's "Mac OS … to Unicode" mappings, where Apple's own sign stands at U+F8FF, and Microsoft's of code
/// page 720.
struct OwnEncoding {
    private static let names: [String: String] = [
        "GREEK": "mac-greek", "TURKISH": "mac-turkish", "CROATIAN": "mac-croatian", "ROMANIAN": "mac-romanian",
        // glibc has one of this name, with other letters than Apple's for ð and Ð.
        "ICELAND": "mac-iceland",
    ]
    private static let roman = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
    private static let tables: [String: String] = [
        "mac-greek": "Ä¹²É³ÖÜ΅àâä΄¨çéèêë£™îï•½‰ôö¦€ùûü†ΓΔΘΛΞΠß®©ΣΪ§≠°·Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩάΝ¬ΟΡ≈Τ«»…\u{A0}ΥΧΆΈœ–―“”‘’÷"
            + "ΉΊΌΎέήίόΏύαβψδεφγηιξκλμνοπώρστθωςχυζϊϋΐΰ\u{AD}",
        "mac-turkish": roman + "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ"
            + "\u{F8FF}ÒÚÛÙ\u{F8A0}ˆ˜¯˘˙˚¸˝˛ˇ",
        "mac-croatian": roman + "†°¢£§•¶ß®Š™´¨≠ŽØ∞±≤≥∆µ∂∑∏š∫ªºΩžø¿¡¬√ƒ≈Ć«Č…\u{A0}ÀÃÕŒœĐ—“”‘’÷◊\u{F8FF}©⁄€‹›Æ»–·‚„‰Âć"
            + "ÁčÈÍÎÏÌÓÔđÒÚÛÙıˆ˜¯πË˚¸Êæˇ",
        "mac-iceland": "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
            + "Ý°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€ÐðÞþý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
        "cp720": "\u{80}\u{81}éâ\u{84}à\u{86}çêëèïî\u{8D}\u{8E}\u{8F}\u{90}\u{651}\u{652}ô¤ـûùءآأؤ£إئابةتثجحخدذرزسشص«»"
            + "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
            + "ضطظعغفµقكلمنهوىي≡\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}≈°∙·√ⁿ²■\u{A0}",
        "mac-romanian": roman + "†°¢£§•¶ß®©™´¨≠ĂȘ∞±≤≥¥µ∂∑∏π∫ªºΩăș¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›Țț‡·‚„‰ÂÊÁËÈÍÎÏÌÓ"
            + "Ô\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    ]

    private let scalars: [Unicode.Scalar]
    private let bytes: [Unicode.Scalar: UInt8]

    /// Nil for the name of any other encoding; `mac-greek`, `MACGREEK` and `x-mac-greek` are the same.
    init?(_ name: String) {
        let plain = name.uppercased().filter { $0 != "-" && $0 != "_" }
        let start = ["XMAC", "MAC"].first(where: plain.hasPrefix)
        let known = start.flatMap { Self.names[String(plain.dropFirst($0.count))] }
        guard let known = known ?? (["CP720", "IBM720", "DOS720"].contains(plain) ? "cp720" : nil),
            let table = Self.tables[known]
        else { return nil }
        scalars = Array(table.unicodeScalars)
        bytes = Dictionary(scalars.enumerated().map { ($1, UInt8(0x80 + $0)) }) { first, _ in first }
    }

    /// Appends some of the bytes as UTF-8; every byte is a character.
    func decode(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) {
        for byte in input[range] {
            if byte < 0x80 { output.append(byte) } else { output += Array(String(scalars[Int(byte) - 0x80]).utf8) }
        }
    }

    /// Appends the bytes of some UTF-8; returns how much of it was used, which is less where the encoding lacks a character or
    /// the last one is not whole.
    func encode(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            let first = input[index]
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard index + length <= range.upperBound else { break }
            let scalar = String(decoding: input[index..<index + length], as: UTF8.self).unicodeScalars.first
            guard let scalar, let byte = first < 0x80 ? first : bytes[scalar] else { break }
            output.append(byte)
            index += length
        }
        return index - range.lowerBound
    }
}
