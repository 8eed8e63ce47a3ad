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
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        .target(name: "Text", swiftSettings: strict),
        .target(name: "Files", swiftSettings: strict),
        .target(name: "BatchModel", swiftSettings: strict),
        .target(name: "Digests", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(name: "Workbooks", dependencies: ["Files", "Text", "CArchive", "CExpat"], swiftSettings: strict),
        .target(
            name: "Manifests",
            dependencies: [
                "BatchModel", "Digests", "Files", "Text", "Workbooks", "CLibCSV",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: strict),
        .target(
            name: "GrupoAPI", dependencies: ["BatchModel", "Digests", "Text", "CCurl", "CEpoll", "CZlib"],
            swiftSettings: strict),
        .target(name: "LedgerStore", dependencies: ["BatchModel", "Files", "Text"], swiftSettings: strict),
        .target(
            name: "SQLiteLedger",
            dependencies: [
                "BatchModel", "LedgerStore", "Files", "Text", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "PostgresLedger", dependencies: ["BatchModel", "LedgerStore", "Files", "Text", "CPostgres"],
            swiftSettings: strict),
        .target(
            name: "Reporting",
            dependencies: [
                "BatchModel", "Digests", "Files", "Text", "Workbooks", "CXLSXWriter",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: strict),
        .target(
            name: "BatchEngine",
            dependencies: [
                "BatchModel", "Manifests", "GrupoAPI", "LedgerStore", "Reporting", "Digests", "Files", "Text",
            ],
            swiftSettings: strict),
        .target(
            name: "Listening",
            dependencies: [
                "Text", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict),
        .target(
            name: "SandboxSite",
            dependencies: ["BatchModel", "Listening", "Text", .product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: strict),
        .target(
            name: "WatchPage",
            dependencies: [
                "Listening", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "grupo-batch",
            dependencies: [
                "BatchModel", "Manifests", "GrupoAPI", "LedgerStore", "SQLiteLedger", "PostgresLedger", "Reporting",
                "BatchEngine", "SandboxSite", "WatchPage", "Listening", "Files", "Text", "CProcess",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "SendOneMessage", dependencies: ["GrupoAPI"], path: "samples/SendOneMessage", packageAccess: false,
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["BatchModel", "Files", "LedgerStore", "Text"],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "BatchModelTests", dependencies: ["BatchModel", "Digests"], swiftSettings: strict),
        .testTarget(
            name: "WorkbooksTests", dependencies: ["Workbooks", "Text", "TestSupport"], exclude: ["Oracle"],
            swiftSettings: strict),
        .testTarget(
            name: "ManifestsTests", dependencies: ["BatchModel", "Manifests", "Text", "TestSupport"],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "GrupoAPITests",
            dependencies: ["BatchModel", "GrupoAPI", "Digests", "Text", "TestSupport", "CCurl"],
            swiftSettings: strict),
        .testTarget(
            name: "LedgerStoreTests", dependencies: ["BatchModel", "LedgerStore", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "LedgerConformance",
            dependencies: ["SQLiteLedger", "PostgresLedger", "BatchModel", "LedgerStore", "Text", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresLedgerTests",
            dependencies: ["PostgresLedger", "BatchModel", "LedgerStore", "Text", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteLedgerTests",
            dependencies: [
                "BatchModel", "LedgerStore", "SQLiteLedger", "Text", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["BatchModel", "Reporting", "Digests", "Files", "Text", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "BatchEngineTests",
            dependencies: [
                "BatchModel", "Manifests", "GrupoAPI", "LedgerStore", "SQLiteLedger", "Reporting", "BatchEngine",
                "Files", "Text", "TestSupport",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "ProgramTests",
            dependencies: ["grupo-batch", "BatchEngine", "BatchModel", "GrupoAPI", "Manifests", "Text"],
            swiftSettings: strict),
        .testTarget(
            name: "SandboxSiteTests",
            dependencies: ["SandboxSite", "Listening", "Text", .product(name: "FlyingSocks", package: "FlyingFox")],
            swiftSettings: strict),
        .testTarget(
            name: "WatchPageTests",
            dependencies: ["WatchPage", "Listening", .product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: strict),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "grupo-batch", "BatchEngine", "BatchModel", "GrupoAPI", "Text",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
    ]
)
