import BatchModel
import Testing

@testable import BatchEngine
@testable import Manifests

@Suite("The plan's digest")
struct PlanDigestTests {
    private static func terms(_ change: (inout PlanTerms) -> Void = { _ in }) -> PlanTerms {
        var terms = PlanTerms(
            site: "https://chat.example.org", batch: nil, reading: ReadingOptions(), selection: RowSelection())
        change(&terms)
        return terms
    }

    private static func digest(_ change: (inout PlanTerms) -> Void = { _ in }) -> PlanDigest {
        terms(change).digest(ContentDigests())
    }

    private static func listed(_ names: [String]) -> SuppressedUsers {
        var users = SuppressedUsers()
        var digests = RecipientDigest()
        users.begin("list.txt", .plain)
        for name in names { users.add([digests.of(name)]) }
        return users
    }

    private static func with<Value>(
        _ field: any WritableKeyPath<PlanTerms, Value> & Sendable, _ value: Value
    ) -> @Sendable (inout PlanTerms) -> Void where Value: Sendable { { $0[keyPath: field] = value } }

    /// What may change, and the kinds that it changes.
    static let changes: [(change: @Sendable (inout PlanTerms) -> Void, kinds: [PlanDigest.Kind])] = [
        (with(\.site, "https://other.example.org"), [.site]), (with(\.site, nil), [.site]),
        (with(\.batch, "june"), [.site]), (with(\.batch, ""), [.site]),
        (with(\.selection.suppressed, listed(["ann"])), [.lists]),
        (with(\.selection.rows, 2...9), [.selection]), (with(\.selection.testRecipient, "me"), [.selection]),
        (with(\.selection.skipInvalid, true), [.choices]), (with(\.editedRows, .resend), [.choices]),
        (with(\.editedRows, .keepServed), [.choices]), (with(\.reading.uniqueUsers, true), [.choices]),
        (with(\.reading.maxRowSize, 5), [.choices]), (with(\.reading.maxAttachmentSize, 5), [.choices]),
        (with(\.reading.columnMap, ["user": "Member"]), [.input]),
        (with(\.reading.columnMap, ["message": ""]), [.input]),
        (with(\.selection.suppressed, listed([])), []),
        // Where files lie is no part of it; what they hold is in the content's digests.
        (with(\.reading.templateFile, "/home/me/t.txt"), []), (with(\.reading.defaultAttachment, "/home/me/a.pdf"), []),
        (with(\.reading.attachmentsRoot, "/home/me"), []),
    ]

    @Test("names what changed, and nothing else", arguments: changes.indices)
    func differences(index: Int) {
        let (change, kinds) = Self.changes[index]
        #expect(Self.digest(change).differences(from: Self.digest()) == kinds)
        #expect(Self.digest().differences(from: Self.digest(change)) == kinds)
        #expect((Self.digest(change) == Self.digest()) == kinds.isEmpty)
    }

    @Test(
        "takes a smaller limit than the approved one, and no larger one",
        arguments: [
            (nil, nil, true), (5, nil, true), (nil, 5, false), (5, 5, true), (4, 5, true), (6, 5, false),
        ])
    func limit(limit: Int?, approved: Int?, passes: Bool) {
        let plan = Self.digest { $0.selection.limit = limit }
        let other = Self.digest { $0.selection.limit = approved }
        #expect(plan.differences(from: other) == (passes ? [] : [.selection]))
    }

    @Test("is read as it is printed, one word of digests of 64 bits", arguments: changes.indices)
    func printed(index: Int) throws {
        let digest = Self.digest { terms in
            Self.changes[index].change(&terms)
            terms.selection.limit = index % 2 == 0 ? nil : index
        }
        let text = digest.description
        #expect(PlanDigest(text) == digest)
        #expect(text.wholeMatch(of: /p2:([a-z]+=[a-z0-9]+(-[0-9a-f]{16})?,?){8}/) != nil)
        let count = text.matches(of: /=[0-9a-f]{16}\b/).count
        #expect(count == PlanDigest.Kind.allCases.count - (digest.lacksSite ? 1 : 0))
        #expect(
            Self.terms(Self.changes[index].change).digest(contentsOf: digest) == Self.digest(Self.changes[index].change)
        )
    }

    @Test(
        "is refused when it is not whole",
        arguments: [
            "", "p2:", "none", String(repeating: "0", count: 64), "p2:site=none",
            "\(digest())x", String("\(digest())".dropLast()), String("\(digest())".dropFirst()), " \(digest())",
            "\(digest()),choices=0123456789abcdef", "\(digest())".replacing("limit=all", with: "limit=0"),
            "\(digest())".replacing("limit=all", with: "limit=-1"), "\(digest())".replacing("limit=all,", with: ""),
            "\(digest())".replacing("input=", with: "inputs="),
        ])
    func notWhole(text: String) { #expect(PlanDigest(text) == nil) }

    @Test("of a plan without a site keeps the batch apart")
    func withoutSite() {
        let plans = [nil, "june", "july"].map { batch in
            Self.digest {
                $0.site = nil
                $0.batch = batch
            }
        }
        #expect(Set(plans).count == 3)
        #expect(plans.allSatisfy { $0.lacksSite })
        #expect("\(plans[0])".contains("site=none,"))
        #expect(!Self.digest().lacksSite)
    }
}
