import Reporting

extension LiveState {
    /// The state as one line of JSON with snake_case keys.
    ///
    /// Written by hand: Foundation's first encoding costs more than all else of the page in a short run.
    var json: String {
        var line = "{\"phase\":\"\(phase.rawValue)\",\"total\":\(total),\"done\":\(done),\"may_act\":\(mayAct)"
        line += ",\"counts\":{\"sent\":\(counts.sent),\"rejected\":\(counts.rejected)"
        line += ",\"not_sent\":\(counts.notSent),\"unknown\":\(counts.unknown)}"
        let texts = [
            ("manifest", manifest), ("site", site), ("batch", batch), ("began_at", beganAt), ("headline", headline),
            ("rate", rate), ("left", left), ("places", places), ("reason", reason),
        ]
        for (name, text) in texts {
            line += ",\"\(name)\":"
            JSONText.add(text, to: &line)
        }
        line += ",\"problems\":["
        for (place, problem) in problems.enumerated() {
            if place > 0 { line += "," }
            JSONText.add(problem, to: &line)
        }
        return line + "]}"
    }
}
