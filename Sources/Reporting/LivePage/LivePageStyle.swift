/// What the live page has beyond the look of the HTML report.
enum LivePageStyle {
    static let text = """
        .figure{font-variant-numeric:tabular-nums}
        .figure b{font-size:1.6rem;font-weight:650;margin-right:.4rem}
        #plot{display:block;margin-top:.6rem;border-bottom:1px solid var(--edge)}
        #places{margin-top:.5rem}
        .legend .pending{background:var(--line);box-shadow:inset 0 0 0 1px var(--edge)}
        .buttons{display:flex;flex-wrap:wrap;gap:.75rem}
        .buttons button{min-width:8.5rem;font-weight:550}
        .buttons .sure{background:var(--rejected);border-color:var(--rejected);color:#fff}
        .buttons .sure:hover:enabled{background:var(--rejected);border-color:var(--ink)}
        #meaning{margin-top:.75rem}
        .problems{list-style:none;margin:0;padding:0}
        .problems li{padding:.45rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;font-size:.9rem}
        .problems li:last-child{border-bottom:0}
        footer{padding:0 .2rem}
        @media (prefers-color-scheme:dark){.buttons .sure{color:#16181b}}
        @media screen and (max-width:52rem){.buttons button{flex:1;min-width:7rem}}
        """
}
