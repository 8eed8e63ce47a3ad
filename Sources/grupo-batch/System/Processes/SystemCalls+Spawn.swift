import CProcess
import Glibc

/// Running another program; the unsafe calls that this needs.
extension SystemCalls {
    /// How a process ended.
    enum ProcessEnd: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// How a program is started beside this one.
    enum Company {
        /// In this process's group and with its streams, so that a terminal's Ctrl-C and Ctrl-Z reach both.
        case together
        /// As the leader of a group of its own, without input, and with its output on the stream of errors.
        case apart
    }

    /// Starts a program found on PATH.
    ///
    /// It has the standard streams of this process, or what `company` makes of them, and no other open file, and the signals that
    /// this program ignores for itself as a shell would give them. Returns its process id, or the system's number for why it
    /// cannot be run.
    static func spawn(
        _ words: [String], environment: [String: String], restoring signals: [Int32], _ company: Company = .together
    ) -> (processID: pid_t?, reason: Int32) {
        grupo_close_files_on_exec(UInt32(STDERR_FILENO + 1))
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var restored = sigset_t()
        unsafe sigemptyset(&restored)
        unsafe posix_spawnattr_setsigmask(&attributes, &restored)
        for number in signals { unsafe sigaddset(&restored, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &restored)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        if company == .apart {
            flags |= POSIX_SPAWN_SETPGROUP
            unsafe posix_spawnattr_setpgroup(&attributes, 0)
            unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        }
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
        var processID = pid_t()
        let reason = unsafe posix_spawnp(&processID, words[0], &actions, &attributes, &arguments, &variables)
        return reason == 0 ? (processID, 0) : (nil, reason)
    }

    /// Waits for a child's end, and leaves it to `wait` to take note of it: until then nobody else has its number.
    static func awaitEnd(of processID: pid_t) {
        var info = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(processID), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }

    /// Waits for a child's end.
    static func wait(for processID: pid_t) -> ProcessEnd {
        var status: Int32 = 0
        while unsafe waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// Whether a descriptor is a terminal at which this process is not in front, such as a job in the background.
    static func isBehind(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 && tcgetpgrp(descriptor) != getpgrp() }

    /// Lets these signals end nothing any more and notes for `descriptor` those that a process sent, not those of a terminal's keys.
    static func divertSent(signals: [Int32]) -> Int32? {
        guard let descriptor = divert(signals: signals) else { return nil }
        var action = sigaction()
        action.sa_flags = SA_SIGINFO | SA_RESTART
        unsafe action.__sigaction_handler.sa_sigaction = { number, info, _ in
            // What the kernel sends itself, to all in front of a terminal, has a code above 0.
            guard let info = unsafe info, unsafe info.pointee.si_code <= 0 else { return }
            SystemCalls.note(signal: number)
        }
        for number in signals { unsafe sigaction(number, &action, nil) }
        return descriptor
    }
}
