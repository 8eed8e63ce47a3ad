import Foundation
import Glibc

/// Processes that a leader started, and that can be sent a signal together.
struct ProcessGroup {
    private let leader: pid_t

    init(_ leader: pid_t) { self.leader = leader }

    /// Whether others than the leader are still at work; true where that cannot be told.
    var hasOthers: Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else { return true }
        return names.contains { name in
            guard let process = pid_t(name), process != leader,
                let line = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
            else { return false }
            // The name of the program, in brackets, may hold anything; behind it are the state, the parent and the group.
            let fields = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
            return fields.count > 3 && fields[1] != "Z" && pid_t(fields[3]) == leader
        }
    }
}
