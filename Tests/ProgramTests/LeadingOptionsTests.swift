import Testing

@testable import grupo_batch

@Suite("Options before the command")
struct LeadingOptionsTests {
    private func commandFirst(_ line: String) -> String {
        GrupoBatch.leadingOptions.commandFirst(line.split(separator: " ").map(String.init)).joined(separator: " ")
    }

    @Test(
        "They are put behind the command, with their values",
        arguments: [
            ("-y send a.csv", "send -y a.csv"), ("-n -qv -o r.csv send a.csv", "send -n -qv -o r.csv a.csv"),
            ("-or.csv send a.csv", "send -or.csv a.csv"), ("-qo r.csv send a.csv", "send -qo r.csv a.csv"),
            ("--yes --rate 5/s --retries=2 send a.csv", "send --yes --rate 5/s --retries=2 a.csv"),
            ("--json --ledger l.sqlite ledger check", "ledger check --json --ledger l.sqlite"),
            ("--row 2 --as sent resolve a.csv", "resolve --row 2 --as sent a.csv"),
            ("-q sandbox -- sh -c x", "sandbox -q -- sh -c x"), ("-h send", "send -h"), ("-q help send", "help send"),
        ])
    func moved(line: String, read: String) { #expect(commandFirst(line) == read) }

    @Test(
        "A value that is called like a command is a value",
        arguments: [
            ("--sender report send a.csv", "send --sender report a.csv"),
            ("-o status send a.csv", "send -o status a.csv"),
            ("--ledger ledger ledger check", "ledger check --ledger ledger"),
            ("--batch send report a.csv", "report --batch send a.csv"),
        ])
    func valueLikeCommand(line: String, read: String) { #expect(commandFirst(line) == read) }

    @Test(
        "The first option that a command does not have is found, and never a value or what stands behind the dashes",
        arguments: [
            ("send a.csv --frobnicate=3 -x", "--frobnicate"), ("send -qx", "-qx"), ("send --rate --frobnicate -y", nil),
            ("send -o --x a.csv", nil), ("send -yqv a.csv --rows 2", nil), ("sandbox -- sh --frobnicate", nil),
            ("validate a.csv --no-input --secret-file k", nil), ("status - --help", nil),
            ("ledger forget --befor x", "--befor"),
        ] as [(String, String?)])
    func unknownOption(line: String, option: String?) {
        let words = line.split(separator: " ").map(String.init)
        let scan = CommandLineScan(words, isCommand: GrupoBatch.isCommand)
        #expect(GrupoBatch.leadingOptions.unknownOption(in: scan.rest, of: scan.command) == option)
    }

    @Test("An option that the command does not have is left for the parser to say so")
    func unknown() {
        #expect(commandFirst("--frobnicate send a.csv") == "send --frobnicate a.csv")
        #expect(commandFirst("--rate 5/s status") == "status --rate 5/s")
    }

    @Test(
        "Nothing else is moved: a file or a mistyped command is not read as something's value",
        arguments: [
            "send a.csv -y", "-q a.csv send", "--json sned send", "--json", "--version send", "-- send", "--rate send",
            "--generate-completion-script bash", "",
        ])
    func unmoved(line: String) { #expect(commandFirst(line) == line) }
}
