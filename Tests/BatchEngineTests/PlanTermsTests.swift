import BatchModel
import Testing

@testable import BatchEngine
@testable import Manifests

@Suite("What a plan is refused for, and what is said of it")
struct PlanTermsTests {
    private func terms(_ change: (inout PlanTerms) -> Void = { _ in }) -> PlanTerms {
        var terms = PlanTerms(site: nil, batch: nil, reading: ReadingOptions(), selection: RowSelection())
        change(&terms)
        return terms
    }

    /// A good check of ten rows, the last of them row 11, with these uses of options.
    private func check(_ counts: OptionUse.Count..., change: (inout ManifestCheck) -> Void = { _ in }) -> ManifestCheck
    {
        var check = ManifestCheck(layout: TextLayout(encoding: "UTF-8", delimiter: 44, isDetected: true))
        (check.rows, check.valid, check.lastRow) = (10, 10, 11)
        check.optionUse = OptionUse(rows: 10, counts: counts)
        change(&check)
        return check
    }

    private func words(_ terms: PlanTerms, _ check: ManifestCheck) -> String? {
        do {
            try terms.refuse(check)
            return nil
        } catch .refused(let problem, let remedy) {
            return "65 \(problem) \(remedy)"
        } catch .usage(let problem, let remedy) {
            return "64 \(problem) \(remedy)"
        } catch {
            return "\(error)"
        }
    }

    @Test("An option that no row uses is refused when it was typed, with both ways out", arguments: RowDefault.allCases)
    func unused(option: RowDefault) {
        let found = check(.init(option, used: 0, columns: ["Col"]))
        let refusal = words(terms(), found)
        #expect(
            refusal?.hasPrefix(
                "65 \(option.option) is used by 0 of 10 rows: each has its own value in the column “Col”") == true)
        #expect(refusal?.contains("Leave out \(option.option)") == true)
        #expect(refusal?.contains("--map \(option.field.name)=") == true)
        let set = terms { $0.origins[option] = OptionOrigin(name: "conf.yaml:3: x", isTyped: false) }
        #expect(words(set, found) == nil)
        #expect(set.notices(found).map(\.code) == [.optionUnused])
        #expect(set.notices(found)[0].problem.hasPrefix("conf.yaml:3: x is used by 0 of 10 rows; 10 have their own"))
    }

    @Test(
        "An option that some rows use is told with both counts, one that all use is not", arguments: RowDefault.allCases
    )
    func partly(option: RowDefault) {
        let some = check(.init(option, used: 9, columns: [option.field.name]))
        #expect(words(terms(), some) == nil)
        #expect(
            terms().notices(some).map(\.problem) == [
                "\(option.option) is used by 9 of 10 rows; 1 has its own value in the column “\(option.field.name)”."
            ])
        #expect(terms().notices(check(.init(option, used: 10, columns: []))) == [])
    }

    @Test("Nothing is said of options when no row is in order")
    func noRows() {
        let found = check(.init(.sender, used: 0, columns: [])) {
            $0.valid = 0
            $0.optionUse.rows = 0
        }
        #expect(words(terms { $0.selection.skipInvalid = true }, found) == nil)
        #expect(terms().notices(found) == [])
    }

    @Test(
        "Rows beyond the end are wrong use, and a range that only ends there is told",
        arguments: [
            (12...Int.max, "--rows 12- lies beyond the end: the last row is 11."), (12...12, "--rows 12 lies"),
            (40...50, "--rows 40-50 lies"), (11...Int.max, nil), (1...1, nil), (11...12, nil),
        ])
    func rows(range: ClosedRange<Int>, says: String?) {
        let refusal = words(terms { $0.selection.rows = range }, check())
        #expect(refusal?.hasPrefix("64 " + (says ?? "")) ?? false == (says != nil))
    }

    @Test("A file whose rows are elements names the last element; its faults do not hide that")
    func elements() {
        let found = check {
            $0.hasDelimiter = false
            $0.valid = 9
        }
        let refusal = words(terms { $0.selection.rows = 12...20 }, found)
        #expect(refusal?.contains("the last element is 11.") == true)
        #expect(terms { $0.selection.rows = 5...20 }.notices(found).map(\.code) == [.rowsBeyondEnd])
        #expect(terms { $0.selection.rows = 5...Int.max }.notices(found) == [])
    }

    @Test("A plan is refused by the kinds that differ")
    func plan() {
        let site = terms { $0.site = "https://chat.example.org" }
        func refusal(_ approved: String, _ change: (inout PlanTerms) -> Void = { _ in }) -> String? {
            var terms = site
            terms.approved = approved
            change(&terms)
            return words(terms, check())
        }
        let plan = site.digest(ContentDigests()).description
        #expect(refusal(plan) == nil)
        #expect(refusal(plan) { $0.selection.skipInvalid = true }?.contains("differs in: choices") == true)
        #expect(refusal(plan) { $0.batch = "june" }?.contains("differs in: site (address and batch)") == true)
        #expect(refusal(terms().digest(ContentDigests()).description)?.contains("without a site") == true)
        #expect(refusal(String(repeating: "a", count: 64))?.contains("older version") == true)
        #expect(refusal("p2:site")?.contains("takes a whole plan") == true)
        #expect(refusal("")?.contains("takes a whole plan") == true)
    }

    @Test("A smaller limit than the plan's is told, a larger one refused with both numbers")
    func limits() {
        func limited(_ limit: Int?, approved: Int?) -> PlanTerms {
            let plan = terms { $0.selection.limit = approved }.digest(ContentDigests())
            return terms {
                $0.selection.limit = limit
                $0.approved = plan.description
            }
        }
        #expect(words(limited(5, approved: nil), check()) == nil)
        #expect(
            limited(5, approved: nil).notices(check()).map(\.problem) == [
                "The plan was validated for all rows; --limit takes the first 5 of them."
            ])
        #expect(limited(5, approved: 5).notices(check()) == [])
        #expect(words(limited(nil, approved: 5), check())?.contains("it takes all rows, not 5") == true)
        #expect(words(limited(6, approved: 5), check())?.contains("it takes 6 rows, not 5") == true)
    }
}
