/// The library that writes workbooks.
package enum WorkbookLibrary {
    /// Its version.
    package static var version: String { WorkbookFile.libraryVersion }
}
