import Glibc

extension FileDescriptor {
    /// Takes the lock at once; false when another open file holds it. It ends with the last descriptor of this file that
    /// the process holds, and so with the process: flock(2).
    package func tryLock() throws(SystemFault) -> Bool {
        if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .last }
        return false
    }

    /// Takes a lock that others may have beside this one, though none alone; false when somebody has it alone.
    package func tryLockShared() throws(SystemFault) -> Bool {
        if flock(number, LOCK_SH | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .last }
        return false
    }

    /// Locks, checks and empties a draft; false when another process writes it, or it is not plainly ours.
    ///
    /// The lock says whether its writer lives. Who gets it only after the draft was renamed sees another file, or none,
    /// under the name.
    func takeDraft(named path: String) throws(SystemFault) -> Bool {
        guard try tryLock() else { return false }
        let (mine, named) = (try status(), try FileStatus(at: path, followingLinks: false))
        guard mine.isSameFile(as: named), mine.kind == .regular, mine.linkCount == 1, mine.isOwn else { return false }
        try SystemFault.check(ftruncate(number, 0))
        return true
    }
}
