/// Where an attempt stands among the others of its run: tells whether it began before or after something was known.
package struct AttemptPlace: Sendable, Hashable {
    /// Its number in the order in which attempts began; 1 is the first.
    package var number: Int
    /// How many results were known when it began.
    package var resultsBefore: Int

    /// Places an attempt.
    package init(number: Int, resultsBefore: Int) {
        self.number = number
        self.resultsBefore = resultsBefore
    }
}
