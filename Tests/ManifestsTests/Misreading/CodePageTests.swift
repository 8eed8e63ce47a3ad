import Testing

@testable import Manifests

@Suite("Western text that was read in the wrong code page is known by signs inside words, and put right")
struct CodePageTests {
    private func damage(_ text: String, encoding: String? = nil) -> Damage? {
        var finder = DamageFinder(encoding: encoding)
        return finder.find(in: text.utf8.span, .message).first { $0.kind == .misreadEncoding }
    }

    @Test(
        "Every pair of code pages, with the cause and the text as it was",
        arguments: [
            ("Gr³▀e aus K÷ln", "“Grüße” in Windows-1252 read as CP850"),
            ("Die Stra▀e", "“Straße” in Windows-1252 read as CP850"),
            ("Grⁿ▀e aus K÷ln", "“Grüße” in Windows-1252 read as CP437"),
            ("sch”ne Straáe in K”ln", "“schöne” in CP850 read as Windows-1252"),
            ("Gr\u{81}áe, M„dchen", "“Grüße,” in CP850 read as Windows-1252"),
            ("fÅr MÑdchen, schîn", "“für” in CP850 read as Mac Roman"),
            ("Ma¤ana, coraz¢n", "“Mañana,” in CP850 read as Windows-1252"),
        ])
    func pairs(text: String, words: String) throws {
        let found = try #require(damage(text))
        #expect(found.finding.contains(words), "\(found.finding)")
        #expect(found.remedy.hasPrefix("Import the text as "))
    }

    @Test("Where the encoding was given, the right one is named with what it reads")
    func given() throws {
        let found = try #require(damage("sch”ne Straáe in K”ln", encoding: "windows-1252"))
        #expect(found.remedy == "Try --encoding cp850, which reads “schöne”.")
    }

    @Test(
        "Text with such signs by intent is left alone",
        arguments: [
            "width÷height", "5 m³/h", "a³b", "sagte„hallo”gesagt", "na hÓige agus hÁite", "McÉwan and MacÓg",
            "„Hallo”und“so”",
            "Bürger·innen und Schüler*innen", "l’été à l’œuvre", "x°y", "Größe×Länge", "It’s “quoted”.", "§12und§13",
            "►▄▀█◄", "a▀",
            "O’Neill–Smith", "voilà…encore", "mañana³", "naïve café", "½l", "Straße",
        ])
    func sound(text: String) {
        #expect(damage(text) == nil)
        for sound in SoundText.all { #expect(damage(sound) == nil, "\(sound)") }
    }
}
