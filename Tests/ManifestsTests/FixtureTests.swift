import Manifests
import Testing

@Suite("Every rule has a file it accepts and one it refuses")
struct FixtureTests {
    @Test("The file comes to what is written beside it", arguments: Fixture.all)
    func outcome(fixture: Fixture) throws {
        let outcome = try fixture.outcome()
        let expected = try fixture.expected(recording: outcome)
        #expect(outcome == expected)
        if let code = fixture.code {
            #expect(outcome.contains(" \(code.rawValue)") != fixture.isAccepted)
        }
        if fixture.isAccepted {
            #expect(!outcome.contains("error "))
            #expect(outcome.contains("\"user\":"))
        } else {
            #expect(outcome.contains("error ") || outcome.contains("warning "))
        }
    }

    @Test("The cursor finds the rows that the check can send, as far as one row shows it", arguments: Fixture.all)
    func cursor(fixture: Fixture) throws {
        let copy = try fixture.copy()
        guard !["duplicate_user", "bad_ordinal"].contains(fixture.rule), let manifest = try? fixture.open(in: copy)
        else { return }
        var checked: [CheckedRow] = []
        guard let check = try? manifest.check(each: { checked.append($0) }), check.columnErrorCount == 0 else { return }
        var rows = manifest.rows()
        for row in checked {
            let found = try #require(try rows.next())
            #expect((found.content != nil) == row.isReady && found.key == row.key && found.row == row.row)
        }
        #expect(check.fault != nil || check.invalid == Set(check.diagnostics.compactMap(\.location.row)).count)
    }

    @Test("No code and no rule is without", arguments: Fixture.rules)
    func complete(rule: String) {
        let files = Fixture.all.filter { $0.rule == rule }
        #expect(files.contains { $0.isAccepted }, "nothing that \(rule) accepts")
        #expect(files.contains { !$0.isAccepted }, "nothing that \(rule) refuses")
    }

    @Test("Every code is a rule")
    func codes() {
        let codes = ManifestCode.allCases.map { $0.rawValue.replacing("manifest.", with: "") }
        #expect(codes.filter { !Fixture.rules.contains($0) } == [])
    }
}
