/// A client that sends whatever bytes a test wants.
public enum RawClient {
    /// Sends bytes to a port of this machine, says that no more will come, and returns what came back until the end.
    public static func exchange(_ bytes: [UInt8], port: UInt16) throws -> [UInt8] {
        let socket = try LoopbackSocket.connected(port: port)
        var reply: [UInt8] = []
        guard socket.write(bytes) else { return reply }
        socket.shutDownSending()
        while let more = socket.read() { reply += more }
        return reply
    }
}
