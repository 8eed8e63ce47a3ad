import Files
import Mustache

/// The page and its rows as Mustache templates. Every value is made safe by `ReportText` unless it stands in three
/// braces; those are texts of this program's own, or were made safe by what made them.
enum HTMLTemplates {
    /// A template of ours.
    ///
    /// - Throws: `FileFault` when its text is not a template, which a test rules out.
    static func template(_ text: String) throws(FileFault) -> MustacheTemplate {
        MustacheContentTypes.register(ReportText(), named: "REPORT")
        do {
            return try MustacheTemplate(string: "{{% CONTENT_TYPE: REPORT}}" + text)
        } catch {
            throw FileFault(path: "report template", reason: "\(error)")
        }
    }

    /// The whole page.
    static let page = [head, outcomes, steps, reasons, charts, rows, foot].joined()

    /// A row of the table, as the page's script makes it too.
    static let row = """
        <tr role="row" data-o="{{outcome}}"><td role="cell">{{row}}</td><td role="cell"><bdi>{{user}}</bdi>\
        {{#sender}}<small>from <bdi>{{sender}}</bdi></small>{{/sender}}</td>\
        <td role="cell"><span class="chip {{outcome}}">{{words}}</span></td>\
        <td role="cell">{{#key}}<code>{{key}}</code>{{/key}}{{#message}}<span class="msg"><bdi>{{message}}</bdi></span>{{/message}}</td>\
        <td role="cell">{{status}}</td><td role="cell">{{attempts}}</td><td role="cell">{{finished}}</td>\
        <td role="cell">{{took}}</td><td role="cell"><bdi>{{id}}</bdi></td></tr>

        """

    /// An error key.
    static let key = """
        <li><div class="key"><b>{{count}}</b><code><bdi>{{key}}</bdi></code>\
        {{#message}}<span class="msg"><bdi>{{message}}</bdi></span>{{/message}}</div>\
        <svg class="thin" width="100%" height="4" aria-hidden="true">\
        <rect x="0" y="0" width="{{width}}%" height="4" class="{{outcome}}"/></svg></li>

        """

    private static let head = """
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{{styleHash}}}'; script-src '{{{scriptHash}}}'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <title>{{pageTitle}}</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <a class="skip" href="#rows">Skip to the rows</a>
        <header>
        {{#title}}<p class="title"><bdi>{{title}}</bdi></p>{{/title}}
        <p class="eyebrow">Results of <bdi>{{manifest}}</bdi></p>
        <h1>{{headline}}</h1>
        {{#hasSubline}}<p class="sub"><bdi>{{subline}}</bdi>{{#ended}} <time datetime="{{iso}}">{{text}}</time>{{/ended}}</p>{{/hasSubline}}
        {{#stopped}}<p class="note">Stopped early: <bdi>{{stopped}}</bdi></p>{{/stopped}}
        </header>
        <main>

        """

    private static let outcomes = """
        <section aria-labelledby="outcomes">
        <h2 id="outcomes" class="quiet">Outcomes</h2>
        <svg class="bar" width="100%" height="20" aria-hidden="true">{{#segments}}<rect x="{{x}}%" width="{{width}}%" y="0" height="20" class="{{outcome}}"/>{{/segments}}</svg>
        <ul class="legend">
        {{#segments}}
        <li><span class="dot {{outcome}}"></span><b>{{count}}</b> {{words}} <span class="share">{{share}}</span></li>
        {{/segments}}
        </ul>
        </section>

        """

    private static let steps = """
        <section class="next" aria-labelledby="next">
        <h2 id="next">What to do next</h2>
        {{#hasSteps}}
        <ol>
        {{#steps}}
        <li><p>{{text}}</p>{{#command}}<div class="command"><pre tabindex="0"><code>{{command}}</code></pre><button type="button" class="copy" hidden>Copy</button></div>{{/command}}</li>
        {{/steps}}
        </ol>
        {{/hasSteps}}
        {{^hasSteps}}
        <p>Nothing is left to do.</p>
        {{/hasSteps}}
        </section>

        """

    private static let reasons = """
        {{#hasKeys}}
        <section aria-labelledby="why">
        <h2 id="why">What went wrong</h2>
        <ol class="keys">
        {{{keys}}}
        </ol>
        {{#rareKeys}}
        <details><summary>{{rareCount}}</summary>
        <ol class="keys">
        {{{rareKeys}}}
        </ol>
        </details>
        {{/rareKeys}}
        {{#moreKeys}}<p class="share">{{moreKeys}}</p>{{/moreKeys}}
        </section>
        {{/hasKeys}}

        """

    private static let charts = """
        {{#hasCharts}}
        <div class="pair">
        {{#timeline}}
        <section aria-labelledby="time">
        <h2 id="time">Results over time</h2>
        <p class="share">{{scale}}</p>
        <div class="plot"><p class="y" aria-hidden="true">{{#levels}}<span>{{.}}</span>{{/levels}}</p>
        <svg width="100%" height="140" role="img" aria-label="{{label}}"><line x1="0" x2="100%" y1="8" y2="8"/><line x1="0" x2="100%" y1="73.5" y2="73.5"/>{{#bars}}<g><title>{{title}}</title>{{#parts}}<rect x="{{x}}%" width="{{width}}%" y="{{y}}" height="{{height}}" class="{{outcome}}"/>{{/parts}}</g>{{/bars}}<line class="base" x1="0" x2="100%" y1="139.5" y2="139.5"/></svg>
        <p class="axis">{{#times}}<time datetime="{{iso}}">{{text}}</time>{{/times}}</p></div>
        </section>
        {{/timeline}}
        {{#latency}}
        <section aria-labelledby="latency">
        <h2 id="latency">Time per message</h2>
        <p class="share">{{summary}}</p>
        <div class="plot"><p class="y" aria-hidden="true">{{#levels}}<span>{{.}}</span>{{/levels}}</p>
        <svg width="100%" height="140" role="img" aria-label="{{label}}"><line x1="0" x2="100%" y1="8" y2="8"/><line x1="0" x2="100%" y1="73.5" y2="73.5"/>{{#bars}}<g><title>{{title}}</title><rect x="{{x}}%" width="{{width}}%" y="{{y}}" height="{{height}}" class="plain"/></g>{{/bars}}<line class="base" x1="0" x2="100%" y1="139.5" y2="139.5"/></svg>
        <svg class="ticks" width="100%" height="18" aria-hidden="true">{{#ticks}}<text x="{{x}}%" y="13" text-anchor="{{anchor}}">{{label}}</text>{{/ticks}}</svg></div>
        <table class="figures"><caption class="quiet">Percentiles of the time per message</caption><thead><tr>{{#percentiles}}<th scope="col">{{name}}</th>{{/percentiles}}</tr></thead><tbody><tr>{{#percentiles}}<td>{{value}}</td>{{/percentiles}}</tr></tbody></table>
        </section>
        {{/latency}}
        </div>
        {{/hasCharts}}

        """

    private static let rows = """
        <section id="rows" aria-labelledby="list" tabindex="-1">
        <h2 id="list">{{listTitle}}</h2>
        {{#listNote}}<p class="note">{{listNote}}</p>{{/listNote}}
        {{#hasRows}}
        {{#selectionNote}}<noscript><p class="note">{{selectionNote}}</p></noscript>{{/selectionNote}}
        <form class="tools" role="search" hidden>
        <label>Search <input type="search" id="q" autocomplete="off" spellcheck="false"></label>
        <label>Show <select id="o"><option value="">every outcome</option>{{#choices}}<option value="{{outcome}}">{{words}}</option>{{/choices}}</select></label>
        <span class="order"><label>Sort by <select id="s"></select></label><button type="button" id="d"></button></span>
        <output id="n" role="status"></output>
        </form>
        <p id="printed" class="note"></p>
        <div><table class="rows" role="table">
        <caption class="quiet">{{listTitle}}</caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Row</th><th role="columnheader" scope="col">Recipient</th><th role="columnheader" scope="col">Outcome</th><th role="columnheader" scope="col">Reason</th><th role="columnheader" scope="col">HTTP</th><th role="columnheader" scope="col">Attempts</th><th role="columnheader" scope="col">Finished (UTC)</th><th role="columnheader" scope="col">Took</th><th role="columnheader" scope="col">Id</th></tr></thead>
        <tbody role="rowgroup">
        {{{rows}}}
        </tbody>
        </table>
        <nav class="pager" aria-label="Pages of rows" hidden><button type="button" id="back">‹ Previous</button><label><span class="word">Page </span><input type="number" id="p" min="1" inputmode="numeric" aria-label="Page"> of <span id="of"></span></label><button type="button" id="on">Next ›</button></nav></div>
        <script type="application/json" id="data">{{{data}}}</script>
        {{/hasRows}}
        {{^hasRows}}
        <p>There are none.</p>
        {{/hasRows}}
        </section>

        """

    private static let foot = """
        </main>
        <footer>
        <h2 class="quiet">About this run</h2>
        <dl>
        {{#facts}}
        <div><dt>{{name}}</dt><dd>{{#iso}}<time datetime="{{iso}}">{{value}}</time>{{/iso}}{{^iso}}<bdi>{{value}}</bdi>{{/iso}}</dd></div>
        {{/facts}}
        </dl>
        </footer>
        <script>{{{script}}}</script>
        </body>
        </html>

        """
}

/// How templates make a value safe in HTML.
private struct ReportText: MustacheContentType {
    func escapeText(_ text: String) -> String { ShownText.markup(text) }
}
