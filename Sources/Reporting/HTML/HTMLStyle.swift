/// The page's style sheet: for a desktop, and what is different on a phone and on paper.
enum HTMLStyle {
    static let text = [colours, page, charts, list, phone, paper].joined(separator: "\n")

    /// Every colour of an outcome stands out from what is behind it by 3:1 or more (WCAG 2.2, 1.4.11), text by 4.5:1.
    private static let colours = """
        :root{color-scheme:light dark;--bg:#f7f6f3;--card:#fff;--ink:#22252a;--soft:#5f646c;--line:#e4e2dc;--edge:#8d9199;--code:#f1efea;
        --sent:#358560;--rejected:#c8553d;--not_sent:#c47516;--unknown:#8a63b8;--invalid:#a8324e;--excluded:#7f838a;
        --pending:#678bb2;--plain:#5b7fa6;--focus:#2f6fd0}
        @media (prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1e2125;--ink:#e8e6e1;--soft:#a0a5ad;--line:#31353b;--edge:#7d838c;
        --code:#282c31;--sent:#57b98c;--rejected:#e57a62;--not_sent:#eba766;--unknown:#b190de;--invalid:#e0708a;
        --excluded:#858b93;--pending:#6f8fb0;--plain:#7ea3cc;--focus:#8ab4f8}}
        .sent{fill:var(--sent);--c:var(--sent)}.rejected{fill:var(--rejected);--c:var(--rejected)}
        .not_sent{fill:var(--not_sent);--c:var(--not_sent)}.unknown{fill:var(--unknown);--c:var(--unknown)}
        .invalid{fill:var(--invalid);--c:var(--invalid)}.excluded{fill:var(--excluded);--c:var(--excluded)}
        .pending{fill:var(--pending);--c:var(--pending)}.plain{fill:var(--plain)}
        """

    private static let page = """
        *{box-sizing:border-box}
        html{background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
        -webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:74rem;padding:2.5rem 1.25rem 3rem}
        h1,h2,p,ul,ol,dl,dd{margin:0;padding:0}
        h1{font-size:clamp(1.5rem,4.2vw,2.4rem);line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
        h2{font-size:1.05rem;font-weight:620;margin-bottom:.75rem}
        bdi{overflow-wrap:anywhere}
        [hidden]{display:none!important}
        .title{font-size:1.2rem;font-weight:620;line-height:1.35;margin-bottom:.15rem}
        .eyebrow{color:var(--soft);font-size:.875rem;margin-bottom:.5rem}
        .sub{color:var(--soft);margin-top:.6rem}
        header{margin-bottom:1.75rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.25rem 1.4rem;margin-bottom:1.25rem}
        .quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;border-radius:8px;z-index:2}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        #rows:focus{outline:0}
        .note{border-left:3px solid var(--not_sent);padding-left:.8rem;margin-bottom:1rem;color:var(--soft)}
        header .note{margin-top:.9rem;margin-bottom:0}
        .next ol,.keys{padding-left:0;list-style:none;display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
        .command{display:flex;align-items:flex-start;gap:.6rem;margin-top:.5rem}
        .command pre{flex:1;min-width:0}
        pre{background:var(--code);border-radius:8px;padding:.7rem .9rem;margin:0;overflow-x:auto}
        code{font:.875em/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
        pre code{user-select:all;-webkit-user-select:all;white-space:pre}
        .key{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;margin-bottom:.3rem}
        .key b{min-width:2.2rem;font-variant-numeric:tabular-nums}
        .thin{display:block;border-radius:2px;background:var(--line)}
        .msg{display:block;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
        details{margin-top:1rem}
        summary{color:var(--soft);cursor:pointer;font-size:.9rem}
        details .keys{margin-top:.8rem}
        small{display:block;color:var(--soft);font-size:.8rem}
        input,select,button{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--edge);border-radius:8px;padding:.4rem .8rem;min-height:2.6rem}
        button{cursor:pointer}
        button:hover:enabled{background:var(--code);border-color:var(--ink)}
        button:disabled{color:var(--soft);border-color:var(--line);cursor:default}
        .copy{min-width:5.5rem}
        footer dl{display:grid;gap:.25rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));color:var(--soft);font-size:.85rem;padding:0 .2rem}
        footer dl div{display:flex;gap:.6rem}
        footer dt{min-width:6.5rem}
        footer dd{color:var(--ink);overflow-wrap:anywhere}
        """

    private static let charts = """
        .bar{display:block;border-radius:10px;background:var(--line)}
        .bar rect{stroke:var(--card);stroke-width:1}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin-top:.9rem}
        .legend b{font-variant-numeric:tabular-nums}
        .dot{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;background:var(--c);margin-right:.5rem}
        .share{color:var(--soft);font-size:.875rem}
        .pair{display:grid;gap:0 1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
        .plot{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 .6rem;margin-top:.6rem}
        .plot svg{display:block}
        .plot>:nth-child(n+3){grid-column:2}
        .y{height:147px;display:flex;flex-direction:column;justify-content:space-between;align-items:flex-end;color:var(--soft);font-size:12px;line-height:16px;font-variant-numeric:tabular-nums}
        svg line{stroke:var(--line)}svg .base{stroke:var(--edge)}
        .axis{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.8rem;margin-top:.25rem;font-variant-numeric:tabular-nums}
        .axis time,.pager *{white-space:nowrap}
        .axis time:nth-child(2){text-align:center}.axis time:last-child{text-align:right}
        .axis small{font-size:1em}
        .ticks text{fill:var(--soft);font-size:.8rem}
        .figures{table-layout:fixed;margin-top:.9rem;text-align:right;font-variant-numeric:tabular-nums}
        .figures th{font-weight:400;color:var(--soft);font-size:.8rem;text-align:right;padding:0}
        .figures td{padding:0}
        """

    private static let list = """
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        .tools{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:center;margin-bottom:.6rem;color:var(--soft);font-size:.9rem;scroll-margin-top:.5rem}
        .order{display:none}
        #printed{display:none}
        .rows th{position:sticky;top:0;z-index:1;background:var(--card);box-shadow:inset 0 -1px var(--edge);text-align:left;vertical-align:bottom;color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap;padding:.4rem .6rem}
        .rows th button{color:inherit;background:none;border:0;border-radius:6px;min-height:0;padding:.35rem .4rem;margin:0 -.4rem;font-weight:inherit}
        .rows th button::after{content:"↕";display:inline-block;width:1em;margin-left:.3rem;text-align:center}
        .rows th button:hover{background:var(--code);color:var(--ink)}
        .rows th[aria-sort] button{color:var(--ink);font-weight:650}
        .rows th[aria-sort=ascending] button::after{content:"↑"}.rows th[aria-sort=descending] button::after{content:"↓"}
        .rows td{vertical-align:top;padding:.55rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
        .rows td:nth-child(2){min-width:14.5rem}.rows td:nth-child(4){min-width:11rem}.rows td:nth-child(9){min-width:5rem}
        .rows td:nth-child(3),.rows td:nth-child(7),.rows td:nth-child(8){white-space:nowrap}
        .rows tbody tr:last-child td{border-bottom:0}
        .rows tbody tr:hover{background:var(--bg)}
        .rows code{overflow-wrap:anywhere}
        .chip{display:inline-flex;align-items:center}
        .chip::before{content:"";width:.65rem;height:.65rem;border-radius:50%;background:var(--c);margin-right:.45rem}
        .pager{position:sticky;bottom:0;z-index:1;display:flex;justify-content:center;align-items:center;gap:1rem;background:var(--card);border-top:1px solid var(--line);margin-top:.5rem;padding:.7rem 0;color:var(--soft);font-size:.9rem}
        .pager input{width:5.5rem;text-align:right}
        """

    private static let phone = """
        @media screen and (max-width:52rem){
        body{padding:1.5rem .9rem 2rem}
        section{padding:1rem 1.05rem}
        .rows,.rows tbody,.rows tr,.rows td{display:block}
        .rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .rows tr{display:grid;grid-template-columns:repeat(3,auto) 1fr;gap:.1rem 1.1rem;padding:.75rem 0;border-bottom:1px solid var(--line)}
        .rows tr:last-child{border-bottom:0}
        .rows td{border:0;padding:0;grid-column:1/-1}
        .rows td:empty,.rows td:has(>bdi:only-child:empty){display:none}
        .rows td:nth-child(n){min-width:0;white-space:normal}
        .rows td::before{color:var(--soft);font-size:.8rem;margin-right:.4rem}
        .rows td:nth-child(1){grid-column:1/3}.rows td:nth-child(1)::before{content:"Row"}
        .rows td:nth-child(2){order:1;font-weight:550}.rows td:nth-child(2) small{font-weight:400}
        .rows td:nth-child(3){grid-column:3/-1;text-align:right}
        .rows td:nth-child(4){order:2}
        .rows td:nth-child(5){order:3;grid-column:auto}.rows td:nth-child(5)::before{content:"HTTP"}
        .rows td:nth-child(6){order:3;grid-column:auto}.rows td:nth-child(6)::before{content:"Attempts"}
        .rows td:nth-child(8){order:3;grid-column:auto}.rows td:nth-child(8)::before{content:"Took"}
        .rows td:nth-child(7){order:4}.rows td:nth-child(7)::before{content:"Finished (UTC)"}
        .rows td:nth-child(2) small{display:inline-block;margin-left:.6em}
        .rows td:nth-child(9){order:5}.rows td:nth-child(9)::before{content:"Id"}
        pre code{white-space:pre-wrap;overflow-wrap:anywhere}
        .command{flex-direction:column}.command pre{width:100%}
        .figures{font-size:.75rem}.figures th{font-size:.7rem}
        .tools{display:grid;grid-template-columns:1fr 1fr;gap:.7rem;align-items:end}
        .tools input,.tools select{width:100%;margin-top:.25rem}.tools label:first-child,.tools output{grid-column:1/-1}
        .order{display:flex;align-items:flex-end;gap:.5rem}.order label{flex:1;min-width:0}.order button{min-width:2.9rem}
        input,select,button{min-height:2.9rem}
        .pager{justify-content:space-between;gap:.4rem}.pager input{width:4.4rem}.pager .word{display:none}
        .axis{font-size:.72rem;gap:.4rem}.axis time{white-space:normal}
        }
        """

    private static let paper = """
        @page{margin:14mm 12mm 16mm}
        @page{@bottom-right{content:counter(page) " / " counter(pages);font:9px sans-serif;color:#555}}
        @media print{
        :root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--edge:#777;--code:#f3f3f3;--sent:#358560;--rejected:#c8553d;
        --not_sent:#c47516;--unknown:#8a63b8;--invalid:#a8324e;--excluded:#7f838a;--pending:#678bb2;--plain:#5b7fa6;color-scheme:light}
        html{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{max-width:none;padding:0}
        section{border:0;border-top:1px solid var(--line);border-radius:0;padding:.8rem 0;margin:0}
        .tools,.skip,.copy,.pager{display:none!important}
        #printed:not(:empty){display:block}
        pre code{white-space:pre-wrap;overflow-wrap:anywhere}
        h2{break-after:avoid}
        .rows tr,.keys li,.next li,.pair section,footer{break-inside:avoid}
        .rows th{position:static;box-shadow:none;border-bottom:1px solid var(--edge)}
        .rows th[aria-sort]{color:var(--ink);font-weight:650}
        .rows th[aria-sort=ascending]::after{content:" ↑"}.rows th[aria-sort=descending]::after{content:" ↓"}
        .rows td,.rows th{padding:.25rem .4rem}.rows td:nth-child(2){min-width:14rem}
        .rows td:nth-child(2) small{display:inline-block;margin-left:.6em}
        .y{font-size:10px}.note{break-after:avoid}
        .rows thead{display:table-header-group}
        }
        """
}
