import Digests
import Foundation
import Text

/// The page that shows a send while it goes on, in the look of the HTML report.
///
/// It holds nothing of a list or a site: all it shows comes as the state of the run, which its script puts in as text. Beside the
/// page it was loaded from, it asks nobody for anything.
package enum LivePage {
    /// The whole page, always the same.
    package static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>grupo-batch</title>
        <link rel="icon" href="data:,">
        <style>\(style)</style>
        </head>
        <body>
        \(body)
        <script>\(LivePageScript.text)</script>
        </body>
        </html>

        """

    /// What the page may do: its own style and script, and requests to where it came from.
    package static let policy = [
        "default-src 'none'", "style-src '\(digest(of: style))'", "script-src '\(digest(of: LivePageScript.text))'",
        "connect-src 'self'", "img-src data:", "require-trusted-types-for 'script'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let style = HTMLStyle.text + "\n" + LivePageStyle.text

    private static let body = """
        <header>
        <p class="eyebrow"><span id="doing">Sending</span> <bdi id="manifest"></bdi></p>
        <h1 id="headline" role="status">…</h1>
        <p class="sub"><bdi id="about"></bdi></p>
        <p class="note" id="reason" hidden></p>
        <noscript><p class="note">This page needs its script. In a terminal grupo-batch status LIST \(option: .watch) shows the same.</p></noscript>
        </header>
        <main>
        <section aria-labelledby="outcomes">
        <h2 id="outcomes" class="quiet">Outcomes</h2>
        <svg class="bar" id="bar" width="100%" height="20" aria-hidden="true"></svg>
        <ul class="legend" id="legend"></ul>
        </section>
        <div class="pair">
        <section aria-labelledby="pace">
        <h2 id="pace">Pace</h2>
        <p class="figure"><b id="rate">…</b> <span class="share" id="left"></span></p>
        <svg id="plot" width="100%" height="72" aria-hidden="true"></svg>
        <p class="axis"><span id="since"></span><span>now</span></p>
        <p class="share" id="places"></p>
        </section>
        <section aria-labelledby="act" id="controls" hidden>
        <h2 id="act">Act</h2>
        <p class="buttons"><button type="button" id="pause">Pause</button><button type="button" id="drain">End…</button></p>
        <p class="share" id="meaning" role="status"></p>
        </section>
        </div>
        <section aria-labelledby="why" id="trouble" hidden>
        <h2 id="why">Last problems</h2>
        <ol class="problems" id="problems"></ol>
        </section>
        </main>
        <footer><p class="share" id="link" role="status"></p></footer>
        """

    private static func digest(of text: String) -> String {
        let hasher = SHA256Hasher()
        hasher.update(text)
        return "sha256-" + Data(hasher.finish().bytes).base64EncodedString()
    }
}
