import Reporting

extension ReportContext {
    /// Names the manifest as the user does, this program, and the commands that go on from here.
    mutating func nameProgram(manifest: String, commands: Commands) {
        self.manifest = manifest
        program = "grupo-batch \(Version.number)"
        self.commands = commands
    }
}
