import Foundation

/// Whether the long campaigns run instead of their CI samples.
let isCampaign = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1"
