/// How many identical refusals in a row are too many once messages were accepted: a number, or none ever.
enum RefusalLimit: WrittenValue, Equatable, CustomStringConvertible {
    static let writtenForm = "give a number, or off."

    case rows(Int)
    case off

    init?(argument: String) {
        if argument == "off" {
            self = .off
        } else if let number = Int(argument), number >= 0 {
            self = number == 0 ? .off : .rows(number)
        } else {
            return nil
        }
    }

    /// The number; nil when refusals never stop a run that has sent something.
    var most: Int? {
        switch self {
        case .rows(let number): number
        case .off: nil
        }
    }

    /// As the help shows it.
    var description: String { most.map { String($0) } ?? "off" }
}
