@testable import BatchEngine

/// Runs rows against a script and returns how it ended.
func deliver(
    _ rows: Int, to site: ScriptedSite, ledger: RecordingLedger, stop: StopSignal = StopSignal(),
    clock: any RunClock = SystemRunClock(),
    _ configure: (inout DeliverySettings) -> Void = { _ in },
    observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
) async -> Delivery.End {
    var settings = DeliverySettings()
    settings.retry.base = .milliseconds(1)
    configure(&settings)
    var delivery = Delivery(
        settings, source: ListedRows(rows), ledger: ledger, sender: site, stopSignal: stop, clock: clock,
        observe: observe)
    return await delivery.run()
}
