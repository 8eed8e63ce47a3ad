import BatchModel
import Foundation
import TestSupport
import Testing

@testable import Manifests

@Suite("Damaged manifests never crash, hang or lose a row")
struct MutationTests {
    /// In CI a number of files that takes a few seconds; an hour with CAMPAIGN=1.
    private func forEachFile(_ seed: UInt64, _ body: (Int, inout SeededRandom) throws -> Void) rethrows -> Int {
        var random = SeededRandom(seed: seed)
        let end = ContinuousClock.now + .seconds(3_600)
        var count = 0
        while isCampaign ? ContinuousClock.now < end : count < 3_000 {
            try body(count, &random)
            count += 1
        }
        return count
    }

    private static let seeds: [(name: String, text: String)] = [
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
    ]

    @Test("Check and cursor agree on every damaged file")
    func agreement() throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "a.txt")
        var accepted = 0
        let seed: UInt64 = 7_041
        let count = try forEachFile(seed) { number, random in
            let (name, text) = random.pick(Self.seeds)
            let bytes = CaseMaker.mutated(Array(text.utf8), &random, always: true)
            let path = try folder.write(bytes, to: name)
            let options = ReadingOptions(maxRowSize: 4_096, uniqueUsers: false)
            guard let manifest = try? Manifest.open(path, options: options, scope: IdentityScope(site: "s")) else {
                return
            }
            var checked: [CheckedRow] = []
            let check = try manifest.check(each: { checked.append($0) })
            accepted += check.isValid ? 1 : 0
            var cursor = manifest.rows()
            var keys: [MessageKey?] = []
            do { while let row = try cursor.next() { keys.append(row.key) } } catch { #expect(check.fault != nil) }
            let isBlocked = check.columnErrorCount > 0
            #expect(check.rows == checked.count && check.rows == keys.count, "file \(number) of seed \(seed)")
            #expect(isBlocked || checked.map(\.key) == keys, "file \(number) of seed \(seed)")
            #expect(check.valid == checked.count(where: \.isReady), "file \(number) of seed \(seed)")
        }
        print("mutation: seed \(seed), \(count) files, \(accepted) valid")
        #expect(accepted > count / 20)
    }
}
