// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of ours: the Swift 6 mode comes with the tools version; unsafe code must say so, and a
/// warning fails the build.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "grupo-batch",
    products: [
        .executable(name: "grupo-batch", targets: ["grupo-batch"]),
        .library(name: "GrupoAPI", targets: ["GrupoAPI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        .target(name: "BatchModel", swiftSettings: strict),
        .target(name: "Digests", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(
            name: "Manifests",
            dependencies: ["BatchModel", "Digests", "CLibCSV", .product(name: "Mustache", package: "swift-mustache")],
            swiftSettings: strict),
        .target(name: "GrupoAPI", dependencies: ["BatchModel", "Digests", "CCurl"], swiftSettings: strict),
        .target(
            name: "LedgerStore",
            dependencies: ["BatchModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "Reporting",
            dependencies: [
                "BatchModel", "Digests", .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: strict),
        .target(
            name: "BatchEngine",
            dependencies: ["BatchModel", "Manifests", "GrupoAPI", "LedgerStore", "Reporting"],
            swiftSettings: strict),
        .target(
            name: "SandboxSite",
            dependencies: [.product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: strict),
        .executableTarget(
            name: "grupo-batch",
            dependencies: [
                "BatchEngine", "SandboxSite", "CProcess",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "SendOneMessage", dependencies: ["GrupoAPI"], path: "samples/SendOneMessage", packageAccess: false,
            swiftSettings: strict),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "BatchModelTests", dependencies: ["BatchModel", "Digests"], swiftSettings: strict),
        .testTarget(
            name: "ManifestsTests", dependencies: ["Manifests", "TestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "GrupoAPITests", dependencies: ["GrupoAPI", "TestSupport", "CCurl"], swiftSettings: strict),
        .testTarget(name: "LedgerStoreTests", dependencies: ["LedgerStore", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "TestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "BatchEngineTests", dependencies: ["BatchEngine", "SandboxSite", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "ProgramTests", dependencies: ["grupo-batch"], swiftSettings: strict),
        .testTarget(name: "SandboxSiteTests", dependencies: ["SandboxSite", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "TerminalTests", dependencies: ["grupo-batch", "BatchEngine"], swiftSettings: strict),
    ]
)
