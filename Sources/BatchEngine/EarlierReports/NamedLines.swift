/// Lines of a file that are refused: the first ten are named, all are counted.
package struct NamedLines {
    private static let limit = 10

    private var named: [String] = []
    private var count = 0

    /// Names none.
    package init() {}

    /// Whether there is none.
    package var isEmpty: Bool { count == 0 }

    /// Adds a line, with the row of the manifest it is about where that is known.
    package mutating func add(_ line: Int, _ row: Int?, _ note: String? = nil) {
        count += 1
        guard named.count < Self.limit else { return }
        named.append("line \(line)" + (note ?? row.map { "row \($0)" }).map { " (\($0))" }.orEmpty)
    }

    /// `line 3 (row 2) is ….` or `these lines are …: line 3 (row 2), line 5 (row 4) and 2 more.`
    func sentence(_ what: String) -> String {
        guard count > 1 else { return "\(named.first ?? "a line") \(what)." }
        return "each of \(count) lines \(what): \(list)."
    }

    /// The lines, one after the other.
    package var list: String {
        named.joined(separator: ", ") + (count > named.count ? " and \(count - named.count) more" : "")
    }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}
