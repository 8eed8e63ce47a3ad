import Digests
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// FIPS 180-4's examples.
    static let examples: [(text: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test("The standard's examples, one after the other with one hasher and in parts")
    func examples() {
        let hasher = SHA256Hasher()
        for (text, digest) in Self.examples {
            hasher.update(text)
            #expect(hasher.finish().description == digest)
            let bytes = Array(text.utf8)
            hasher.update(Array(bytes.prefix(bytes.count / 3)))
            hasher.update(Array(bytes.dropFirst(bytes.count / 3)))
            #expect(hasher.finish().description == digest)
        }
    }

    @Test("A digest is its bytes, and only thirty-two make one")
    func bytes() throws {
        let hasher = SHA256Hasher()
        hasher.update("abc")
        let digest = hasher.finish()
        #expect(digest.bytes.count == 32)
        #expect(digest.bytes.prefix(3) == [0xBA, 0x78, 0x16])
        #expect(digest.prefix.high == 0xBA78_16BF_8F01_CFEA)
        #expect(digest.prefix.low == 0x4141_40DE_5DAE_2223)
        #expect(try #require(SHA256Digest(bytes: digest.bytes)) == digest)
        #expect(SHA256Digest(bytes: digest.bytes.dropLast()) == nil)
        #expect(SHA256Digest() != digest)
        #expect(Set([digest, digest, SHA256Digest()]).count == 2)
    }

    @Test("Framed parts do not run into each other")
    func framed() {
        func digest(_ parts: [String]) -> SHA256Digest {
            let hasher = SHA256Hasher()
            for part in parts { hasher.updateFramed(part.utf8.span) }
            return hasher.finish()
        }
        let digests = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]].map(digest)
        #expect(Set(digests).count == digests.count)
        #expect(digest(["a", "bc"]) == digest(["a", "bc"]))
    }
}
