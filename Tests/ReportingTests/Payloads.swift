import BatchModel
import Reporting

/// Text that attacks whoever shows it: one of each known kind.
enum Payloads {
    /// What would run, load or build something in a browser.
    static let markup = [
        "<script>document.title='owned'</script>", "</script><script>document.title='owned'</script>",
        "<img src=x onerror=document.title='owned'>", "<svg onload=document.title='owned'>", "<svg/onload=alert(1)//",
        "\" onmouseover=\"document.title='owned'", "' autofocus onfocus='document.title=1", "\"><b>bold</b>",
        "--><b>x</b>",
        "]]><b>x</b>", "<![CDATA[<b>x</b>]]>", "<!--", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
        "<?xml version=\"1.0\"?>", "&lt;b&gt;", "&#60;b&#62;", "&amp;", "<iframe src=https://evil.example></iframe>",
        "<base href=https://evil.example/>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<link rel=stylesheet href=https://evil.example/x.css>", "<style>*{display:none}</style>", "</style><b>x</b>",
        "</title><b>x</b>", "</textarea><b>x</b>", "<a href=javascript:alert(1)>x</a>",
        "<form action=https://evil.example>",
        "<math><mi xlink:href=\"data:x,<script>alert(1)</script>\">", "<template><b>x</b></template>", "<plaintext>",
        "\"\u{301} onclick=\"document.title='owned'\u{301}", "<\u{200D}b>", "\u{338}<b>\u{338}", "'\u{FE0F}><b>x",
        "{{manifest}}", "{{{style}}}", "{{#rows}}x{{/rows}}", "{{=<% %>=}}", "＜script＞", "%3Cscript%3E",
        "\u{2028}alert(1)",
    ]

    /// What Markdown would show as something else than text.
    static let markdown = [
        "| a | b |", "\\|", "\\\\|", "`code`", "``", "`|`", "# heading", "- item", "1. item", "> quote",
        "*x* _y_ **z**",
        "[text](https://evil.example)", "![image](https://evil.example/x.png)", "<https://evil.example>",
        "https://evil.example", "@someone #1", "---", "~~~", "```\nrm -rf /\n```", "a\\", "$x$", "~~x~~", "&copy;",
    ]

    /// What a spreadsheet would compute.
    static let formulas = [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://evil.example\",\"x\")",
        "=IMPORTXML(\"https://evil.example\",\"//a\")", "=WEBSERVICE(\"https://evil.example\")", "\t=1+1", "\r=1+1",
        "\n=1+1",
        "\u{0}=1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "\"=1+1\"", "\u{FEFF}=1", "'=1+1", "DDE(\"cmd\")",
        "=\"a\"&A1", ";=1",
        ",=1+1", "\",=1+1", "\"\r\n=1+1",
    ]

    /// What a terminal would obey.
    static let terminal = [
        "\u{1B}[31mred", "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{7}",
        "\u{1B}]8;;https://evil.example\u{1B}\\x\u{1B}]8;;\u{1B}\\",
        "\u{1B}]52;c;cm0gLXJm\u{7}", "\u{1B}Pq#0\u{1B}\\", "\u{1B}_x\u{1B}\\", "\u{9B}31m", "\u{9D}0;x\u{9C}",
        "\u{90}q\u{9C}",
        "a\rb", "a\nfake: line", "a\u{8}\u{8}", "\u{7}", "\u{0}", "\u{7F}", "\u{85}", "\u{202E}abc",
        "\u{2066}x\u{2069}",
        "\u{200B}", "\u{2028}x", "\u{E0041}",
    ]

    /// Characters that Unicode calls no characters; XML cannot hold them.
    static let none = [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFF, 0x10FFFE].compactMap(Unicode.Scalar.init(_:)).map(
        String.init)

    static let all = none + markup + markdown + formulas + terminal

    /// A row that has the text wherever a row can have text.
    static func row(_ number: Int, _ text: String) -> ReportEntry {
        Samples.entry(
            number, text, number.isMultiple(of: 2) ? .rejected : .unknown, key: text, message: text, status: 200,
            attempts: 1, at: 1_785_661_200_000, took: 5, id: text, sender: text)
    }

    /// A batch that has the text wherever a batch can have text.
    static func context(_ text: String) -> ReportContext {
        var context = Samples.context
        context.title = text
        context.manifest = text
        context.site = text
        context.batch = text
        context.planDigest = text
        context.program = text
        context.options = [.init("rate", text)]
        context.stopped = text
        context.commands = .init(send: text, resolve: text, correct: text)
        return context
    }
}
