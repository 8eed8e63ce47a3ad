import BatchModel
import Foundation
import TestSupport
import Testing
import Text

@testable import Manifests

@Suite("Damaged manifests never crash, hang or lose a row")
struct MutationTests {
    /// A number of files that takes a few seconds in CI; an hour with CAMPAIGN=1.
    private static let campaign = Duration.seconds(3_600)
    private static let sample = 3_000
    private static let seed: UInt64 = 7_041

    private static let manifests: [(name: String, text: String)] = [
        (
            "m.csv",
            "user,sender,message,gif_url,file\nann,bob,\"hi, \"\"you\"\"\nthere\",https://tenor.com/x,a.txt\nbea,bob,é😀,,\n"
        ),
        ("m.csv", "sep=;\r\nuser;sender;message\r\nann;bob;{{user}}\r\n\r\nbea;bob;x\r\n"),
        ("m.tsv", "user\tsender\tmessage\na\tb\t\"c\td\"\n"),
        (
            "m.json",
            #"{"defaults":{"sender":"b"},"messages":[{"user":"a","message":"m\u00e9\n"},{"user":"c","message":"x","id":7,"n":null}]}"#
        ),
        ("m.json", #"[{"user":"a","sender":"b","message":"m"},{"user":"c","x":[1,{"y":2}]}]"#),
        ("m.jsonl", "{\"user\":\"a\",\"sender\":\"b\",\"message\":\"m\"}\n\n{\"user\":\"c\"}\n"),
        (
            "m.json",
            #"{"ok":true,"x":[{"y":"\ud83d"}],"data":{"items":[{"user":"a","sender":"b","message":"m\ud83d"},{},null,{"user":"c","":""}]},"z":1}"#
        ),
        (
            "m.json",
            #"{"version":1,"defaults":{"sender":"b","user":"d"},"messages":[{"user":"a","message":"m"},{}],"x":{}}"#
        ),
        (
            "m.csv",
            ",,,,\r\n,user,sender,message,,\r\n,ann,bob,hi,,\r\n,,,,,\r\n\"\",bea,bob,x,,,\r\n,cid,bob,y\r\n\u{1A}"
        ),
        ("m.csv", "user|sender|message\nann|bob|hi|\n|||\nbea|bob|x|\n" + String(repeating: "\0", count: 40)),
        (
            "m.csv",
            "user;sender;message\n12345.0;b;Gr=C3=BC=C3=9Fe %C3%BC \\u00fc \\ud83d\\ude00\n2024-03-01;b;Gr³▀e sch”n, Dear #N/A, {%if x%}\n"
                + "{{user}};b;Dear None, [Name] of ?berweisen vadis?domine\n#bob;b;fÅr MÑdchen\nE-Mail;Von;Nachricht\nann, bob;b;x\n"
        ),
        (
            "m.json",
            #"[{"user":{"id":1,"name":"a","x":{"user":"c"}},"sender":"b","message":"m"},{"user":{"name":"b"}},{"user.name":"c","user":{}}]"#
        ),
        (
            "m.jsonl",
            "{\"user\":\"a\",\"sender\":\"b\",\"message\":\"m\"}\n{}\nnull\n" + String(repeating: "\0", count: 9)
        ),
        ("m.jsonl", "{\"user\":\"a\",\"sender\":\"b\",\"message\":\"{{#x}}{{user}}{{/x}}{{^x}}-{{/x}}\",\"x\":1}\n"),
    ]

    /// One file in three is read with options of its own.
    private static func options(_ random: inout SeededGenerator) -> ReadingOptions {
        var options = ReadingOptions(maxRowSize: 4_096)
        guard random.once(in: 3) else { return options }
        if random.once(in: 3) { options.render = true }
        if random.once(in: 4) { options.encoding = random.pick(["UTF-8", "windows-1252", "ISO-8859-1", "UTF-16LE"]) }
        if random.once(in: 6) { options.delimiter = random.pick(Array(",;\t|".utf8)) }
        if random.once(in: 4) {
            options.columnMap = ["user": random.pick(["user", "message", "x", "user.name", "user.x.user"])]
        }
        if random.once(in: 4) { options.defaultSender = "eve" }
        if random.once(in: 3) { options.jsonPath = random.pick(["data", "data.items", "messages", "x"]) }
        if random.once(in: 6) { options.defaultMessage = "Dear {{user}}" }
        if random.once(in: 8) { options.maxRowSize = Int.random(in: 1...64, using: &random) }
        return options
    }

    @Test("Check and cursor agree on every damaged file")
    func agreement() throws {
        var random = SeededGenerator(seed: Self.seed)
        var tally = Tally()
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "a.txt")
        while isCampaign ? tally.elapsed < Self.campaign : tally.files < Self.sample {
            let (name, text) = random.pick(Self.manifests)
            let isWide = random.once(in: 20)
            let plain = isWide ? Array(text.utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } : Array(text.utf8)
            let bytes = (isWide ? [0xFF, 0xFE] : []) + CaseMaker.mutated(plain, &random, always: true)
            let path = try folder.write(bytes, to: name)
            let options = Self.options(&random)
            let begin = tally.elapsed
            try Self.compare(path, options, &tally)
            tally.countFile(begun: begin)
        }
        print("mutation: seed \(Self.seed), \(tally)")
        #expect(tally.valid > tally.files / 40)
    }

    private static func compare(_ path: String, _ options: ReadingOptions, _ tally: inout Tally) throws {
        let scope = IdentityScope(site: "s")
        guard let manifest = try? Manifest.open(path, options: options, scope: scope) else { return }
        var checked: [CheckedRow] = []
        let check = try manifest.check(each: { checked.append($0) })
        tally.valid += check.isValid ? 1 : 0
        tally.rows += check.rows
        var cursor = manifest.rows()
        var keys: [MessageKey?] = []
        do { while let row = try cursor.next() { keys.append(row.key) } } catch { #expect(check.fault != nil) }
        let isBlocked = check.columnErrorCount > 0
        #expect(check.rows == checked.count && check.rows == keys.count, "file \(tally.files) of seed \(seed)")
        #expect(isBlocked || checked.map(\.key) == keys, "file \(tally.files) of seed \(seed)")
        #expect(check.valid == checked.count(where: \.isReady), "file \(tally.files) of seed \(seed)")
    }

    /// What was tried, said every ten minutes of a campaign: a hang shows as silence.
    private struct Tally: CustomStringConvertible {
        private let start = ContinuousClock.now
        private var said = Duration.zero
        private var slowest = Duration.zero
        var files = 0
        var valid = 0
        var rows = 0

        var elapsed: Duration { ContinuousClock.now - start }

        var description: String {
            "\(files) files, \(valid) valid, \(rows) rows, slowest \(slowest), in \(elapsed)"
        }

        /// Counts a file and how long it took.
        mutating func countFile(begun begin: Duration) {
            let now = elapsed
            files += 1
            slowest = max(slowest, now - begin)
            if now - said > .seconds(600) {
                said = now
                FileHandle.standardError.write(Data("mutation so far: \(self)\n".utf8))
            }
        }
    }
}
