import BatchModel
import GrupoAPI

/// What the loop of a delivery hears from the children it started, and from outside.
enum DeliveryEvent: Sendable {
    case finished(RowInFlight, AttemptResult)
    case withheld(RowInFlight)
    case missedSlot(RowInFlight)
    case probed(Bool)
    case doubted([RowReference])
    case silent
    case gateMoved
    case stopRequested(StopSignal.Level)
}
