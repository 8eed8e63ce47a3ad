/// The page's style sheet.
enum HTMLStyle {
    static let text = """
        :root{color-scheme:light dark;--bg:#f7f6f3;--card:#fff;--ink:#22252a;--soft:#62676f;--line:#e4e2dc;--code:#f1efea;
        --sent:#3f8f6b;--rejected:#c8553d;--not_sent:#e08e45;--unknown:#8a63b8;--invalid:#a8324e;--excluded:#b4b8bd;
        --pending:#d3d6da;--plain:#5b7fa6;--focus:#2f6fd0}
        @media (prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1e2125;--ink:#e8e6e1;--soft:#a0a5ad;--line:#31353b;
        --code:#282c31;--sent:#57b98c;--rejected:#e57a62;--not_sent:#eba766;--unknown:#b190de;--invalid:#e0708a;
        --excluded:#6d737b;--pending:#4a4f56;--plain:#7ea3cc;--focus:#8ab4f8}}
        *{box-sizing:border-box}
        html{background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
        -webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:74rem;padding:2.5rem 1.25rem 3rem}
        h1,h2,p,ul,ol,dl,dd{margin:0;padding:0}
        h1{font-size:clamp(1.5rem,4.2vw,2.4rem);line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
        h2{font-size:1.05rem;font-weight:620;margin-bottom:.75rem}
        bdi{overflow-wrap:anywhere}
        .eyebrow{color:var(--soft);font-size:.875rem;margin-bottom:.5rem}
        .sub{color:var(--soft);margin-top:.6rem}
        header{margin-bottom:1.75rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.25rem 1.4rem;margin-bottom:1.25rem}
        .quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;border-radius:8px}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        .sent{fill:var(--sent);--c:var(--sent)}.rejected{fill:var(--rejected);--c:var(--rejected)}
        .not_sent{fill:var(--not_sent);--c:var(--not_sent)}.unknown{fill:var(--unknown);--c:var(--unknown)}
        .invalid{fill:var(--invalid);--c:var(--invalid)}.excluded{fill:var(--excluded);--c:var(--excluded)}
        .pending{fill:var(--pending);--c:var(--pending)}.plain{fill:var(--plain)}
        .bar{display:block;border-radius:10px;background:var(--line)}
        .bar rect{stroke:var(--card);stroke-width:1}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin-top:.9rem}
        .legend b{font-variant-numeric:tabular-nums}
        .dot{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;background:var(--c);margin-right:.5rem}
        .share{color:var(--soft);font-size:.875rem}
        .note{border-left:3px solid var(--not_sent);padding-left:.8rem;margin-bottom:1rem;color:var(--soft)}
        header .note{margin-top:.9rem}
        .next ol,.keys{padding-left:0;list-style:none;display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
        pre{background:var(--code);border-radius:8px;padding:.7rem .9rem;margin:.5rem 0 0;overflow-x:auto}
        code{font:.875em/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
        pre code{user-select:all;white-space:pre}
        .key{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;margin-bottom:.3rem}
        .key b{min-width:2.2rem;font-variant-numeric:tabular-nums}
        .thin{display:block;border-radius:2px;background:var(--line)}
        .msg{display:block;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
        details{margin-top:1rem}
        summary{color:var(--soft);cursor:pointer;font-size:.9rem}
        details .keys{margin-top:.8rem}
        .pair{display:grid;gap:0 1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
        .pair svg{display:block;margin-top:.6rem}
        svg line{stroke:var(--line)}
        .axis{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.8rem;margin-top:.25rem}
        .pair .ticks{margin-top:.15rem}
        .ticks text{fill:var(--soft);font-size:.8rem}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        .figures{table-layout:fixed;margin-top:.7rem;text-align:right;font-variant-numeric:tabular-nums}
        .figures th{font-weight:400;color:var(--soft);font-size:.8rem;text-align:right;padding:0}
        .figures td{padding:0}
        .tools{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:center;margin-bottom:.9rem;color:var(--soft);font-size:.9rem}
        .tools[hidden]{display:none}
        input,select{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:.4rem .7rem;min-height:2.5rem}
        .rows th{text-align:left;vertical-align:bottom;color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap;border-bottom:1px solid var(--line);padding:.3rem .6rem}
        .rows th button{font:inherit;color:inherit;background:none;border:0;padding:.3rem 0;cursor:pointer}
        .rows th[aria-sort] button{color:var(--ink)}
        .rows th[aria-sort=ascending] button::after{content:" ↑"}.rows th[aria-sort=descending] button::after{content:" ↓"}
        .rows td{vertical-align:top;padding:.55rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
        .rows td:nth-child(2){min-width:14.5rem}.rows td:nth-child(4){min-width:11rem}.rows td:nth-child(9){min-width:5rem}
        .rows td:nth-child(3),.rows td:nth-child(7),.rows td:nth-child(8){white-space:nowrap}
        .rows tbody tr:last-child td{border-bottom:0}
        .rows code{overflow-wrap:anywhere}
        small{display:block;color:var(--soft)}
        .chip{display:inline-flex;align-items:center}
        .chip::before{content:"";width:.6rem;height:.6rem;border-radius:50%;background:var(--c);margin-right:.45rem}
        footer dl{display:grid;gap:.25rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));color:var(--soft);font-size:.85rem;padding:0 .2rem}
        footer dl div{display:flex;gap:.6rem}
        footer dt{min-width:6.5rem}
        footer dd{color:var(--ink);overflow-wrap:anywhere}
        @media screen and (max-width:52rem){
        body{padding:1.5rem .9rem 2rem}
        section{padding:1rem 1.05rem}
        .rows,.rows tbody,.rows tr,.rows td{display:block}
        .rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .rows tr{padding:.7rem 0;border-bottom:1px solid var(--line)}
        .rows tr:last-child{border-bottom:0}
        .rows tr[hidden]{display:none}
        .rows td{border:0;padding:.1rem 0 .1rem 6.2rem;position:relative;min-height:1.5rem}
        .rows td:empty{display:none}
        .rows td:nth-child(n){min-width:0;white-space:normal}
        .rows td:nth-child(3){position:absolute;right:0;top:.7rem;padding:0;min-height:0}.rows tr{position:relative}
        .rows td:nth-child(3)::before{display:none}
        .rows td::before{position:absolute;left:0;color:var(--soft);font-size:.8rem;line-height:1.7}
        .rows td:nth-child(1)::before{content:"Row"}.rows td:nth-child(2)::before{content:"Recipient"}
        .rows td:nth-child(4)::before{content:"Reason"}
        .rows td:nth-child(5)::before{content:"HTTP"}.rows td:nth-child(6)::before{content:"Attempts"}
        .rows td:nth-child(7)::before{content:"Finished"}.rows td:nth-child(8)::before{content:"Took"}
        .rows td:nth-child(9)::before{content:"Id"}
        pre code{white-space:pre-wrap;overflow-wrap:anywhere}
        .figures{font-size:.75rem}.figures th{font-size:.7rem}
        .tools label{width:100%}.tools input,.tools select{width:100%;margin-top:.25rem}
        }
        @media print{
        :root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--code:#f3f3f3;--sent:#3f8f6b;--rejected:#c8553d;
        --not_sent:#e08e45;--unknown:#8a63b8;--invalid:#a8324e;--excluded:#b4b8bd;--pending:#d3d6da;--plain:#5b7fa6}
        html{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{max-width:none;padding:0}
        section{border:0;border-top:1px solid var(--line);border-radius:0;padding:.8rem 0;margin:0}
        .tools,.skip{display:none!important}
        pre{white-space:pre-wrap}pre code{white-space:pre-wrap}
        .rows tr,.keys li,.next li,.pair section{break-inside:avoid}
        .rows td,.rows th{padding:.25rem .4rem}.rows td:nth-child(2){min-width:15rem}
        .rows thead{display:table-header-group}
        }
        """
}
