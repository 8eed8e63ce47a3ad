/// Numbers for people.
package enum Digits {
    /// `12004` as `12,004`.
    package static func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number))
        return digits.indices.map { index in
            let isBoundary = index > 0 && (digits.count - index) % 3 == 0 && digits[index - 1] != "-"
            return (isBoundary ? "," : "") + String(digits[index])
        }.joined()
    }
}
