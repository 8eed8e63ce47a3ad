import Reporting

extension ReportContext {
    /// A context that names this program and the commands that go on from here.
    static func ofThisProgram(manifest: String) -> ReportContext {
        var context = ReportContext()
        context.nameProgram(manifest: manifest)
        return context
    }

    /// Names the manifest as the user does, this program, and the commands that go on from here.
    mutating func nameProgram(manifest: String) {
        self.manifest = manifest
        program = "grupo-batch \(Version.number)"
        commands = RunReport.commands(manifest: manifest)
    }
}
