/// The page's script. It makes its elements itself and gives them data as text only: it builds no element from data.
///
/// The page is whole without it: a selection of the rows stands there as HTML, and it only takes their place.
enum HTMLScript {
    static let text =
        "'use strict';\n(() => {\n" + [element, times, copying, rows, list, heads].joined(separator: "\n")
        + "})();\n"

    private static let element = """
          const element = (name, text, kind) => {
            const made = document.createElement(name);
            if (kind) made.className = kind;
            if (text !== undefined) made.textContent = text;
            return made;
          };

        """

    /// The reader's own time beside UTC, where the two differ.
    private static let times = """
          const local = instant => {
            const minutes = -new Date(instant).getTimezoneOffset();
            if (!minutes) return null;
            const utc = new Date(instant).toISOString();
            const here = new Date(instant + minutes * 60000).toISOString();
            const hours = Math.floor(Math.abs(minutes) / 60), rest = Math.abs(minutes) % 60;
            return {
              zone: 'UTC' + (minutes < 0 ? '−' : '+') + hours + (rest ? ':' + String(rest).padStart(2, '0') : ''),
              time: (here.slice(0, 10) === utc.slice(0, 10) ? '' : here.slice(0, 10) + ' ') + here.slice(11, 19)
            };
          };
          for (const time of document.querySelectorAll('time')) {
            const there = local(Date.parse(time.dateTime));
            if (!there) continue;
            const words = there.time + ' local time (' + there.zone + ')';
            if (time.closest('.axis')) time.append(element('small', there.time + ' local'));
            else time.append(' · ' + words);
          }

        """

    /// Beside every command a button that copies it.
    private static let copying = """
          const copied = async code => {
            try {
              await navigator.clipboard.writeText(code.textContent);
              return true;
            } catch {
              getSelection().selectAllChildren(code);
              return document.execCommand('copy');
            }
          };
          for (const button of document.querySelectorAll('button.copy')) {
            const label = button.textContent;
            button.addEventListener('click', async () => {
              const done = await copied(button.parentElement.querySelector('code'));
              button.textContent = done ? 'Copied' : 'Press Ctrl+C';
              setTimeout(() => { button.textContent = label; }, 2000);
            });
            button.hidden = false;
          }

        """

    /// The rows as they stand in the page, and a table row made of one.
    private static let rows = """
          const table = document.querySelector('table.rows');
          if (!table) return;
          const body = table.tBodies[0];
          const found = name => document.getElementById(name);
          const data = JSON.parse(found('data').textContent);
          // The length of a time in at most two units, as the page's other lengths are written.
          const span = length => {
            if (length < 950) return length ? length + ' ms' : '<1 ms';
            const tenths = Math.floor((length + 50) / 100);
            if (tenths < 100) return tenths / 10 + ' s';
            const two = (number, size, unit, rest) =>
              Math.floor(number / size) + unit + (number % size ? ' ' + number % size + rest : '');
            const seconds = Math.floor((length + 500) / 1000), minutes = Math.floor((seconds + 30) / 60);
            if (seconds < 60) return seconds + ' s';
            if (seconds < 3600) return two(seconds, 60, ' min', ' s');
            if (minutes < 1440) return two(minutes, 60, ' h', ' min');
            return two(Math.floor((minutes + 30) / 60), 24, ' d', ' h');
          };
          const moment = instant => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
          const texts = one => [
            one[0], one[1], data.words[one[2]], one[4] || '', one[6] || '', one[7],
            one[8] === null ? '' : moment(one[8]), one[9] === null ? '' : span(one[9]), one[10] || ''
          ];
          const made = one => {
            const text = texts(one);
            const row = element('tr');
            row.setAttribute('role', 'row');
            row.dataset.o = data.outcomes[one[2]];
            const add = (...parts) => {
              const cell = element('td');
              cell.setAttribute('role', 'cell');
              cell.append(...parts);
              row.append(cell);
            };
            const inside = (name, part, kind, before) => {
              const whole = element(name, before, kind);
              whole.append(element('bdi', part));
              return whole;
            };
            add(text[0]);
            add(element('bdi', text[1]), ...(one[3] ? [inside('small', one[3], '', 'from ')] : []));
            add(element('span', text[2], 'chip ' + data.outcomes[one[2]]));
            add(...(one[4] ? [element('code', one[4])] : []), ...(one[5] ? [inside('span', one[5], 'msg')] : []));
            add(text[4]);
            add(text[5]);
            const there = one[8] === null ? null : local(one[8]);
            add(text[6], ...(there ? [element('small', there.time + ' local')] : []));
            add(text[7]);
            add(element('bdi', text[8]));
            return row;
          };

        """

    /// Search, choice, order and pages.
    private static let list = """
          const form = document.querySelector('form.tools'), pager = document.querySelector('nav.pager');
          const search = found('q'), outcome = found('o'), order = found('s'), turn = found('d'), count = found('n');
          const number = found('p'), printed = found('printed');
          const narrow = matchMedia('screen and (max-width:52rem)');
          const all = data.rows;
          const places = new Map(all.map((one, place) => [one, place]));
          let kept = all, page = 0, column = 0, down = false, lower = null, printing = false;
          const size = () => narrow.matches ? 20 : 50;
          const pages = () => Math.max(1, Math.ceil(kept.length / size()));
          const said = number => number.toLocaleString('en');
          const of = some => said(some.length) + ' of ' + said(all.length) + ' rows';
          const show = () => {
            page = Math.min(Math.max(page, 0), pages() - 1);
            const first = page * size();
            body.replaceChildren(...kept.slice(first, first + size()).map(made));
            pager.hidden = pages() === 1;
            number.value = page + 1;
            number.max = pages();
            found('of').textContent = said(pages());
            found('back').disabled = page === 0;
            found('on').disabled = page === pages() - 1;
            count.value = of(kept);
          };
          const value = (one, at) => {
            const given = [one[0], one[1], data.words[one[2]], one[4], one[6], one[7], one[8], one[9], one[10]][at];
            return typeof given === 'string' ? given.toLowerCase() : given;
          };
          const find = () => {
            const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
            if (words.length && !lower) {
              lower = new Map(all.map(one => [one, [...texts(one), one[3], one[5]].join('\\n').toLowerCase()]));
            }
            kept = all.filter(one => (!outcome.value || data.outcomes[one[2]] === outcome.value)
              && words.every(word => lower.get(one).includes(word)));
            const keys = new Map(kept.map(one => [one, value(one, column)]));
            const absent = key => key === null || key === '';
            kept.sort((a, b) => {
              const x = keys.get(a), y = keys.get(b);
              if (absent(x) !== absent(y)) return absent(x) ? 1 : -1;
              const before = x < y ? -1 : x > y ? 1 : 0;
              return (down ? -before : before) || places.get(a) - places.get(b);
            });
            page = 0;
            show();
          };
          const go = to => {
            if (!Number.isInteger(to)) return show();
            page = to;
            show();
            const top = form.getBoundingClientRect().top;
            if (top < 0 || top > innerHeight) form.scrollIntoView();
          };
          found('back').addEventListener('click', () => go(page - 1));
          found('on').addEventListener('click', () => go(page + 1));
          number.addEventListener('change', () => go(number.valueAsNumber - 1));
          narrow.addEventListener('change', () => { if (!printing) show(); });
          // There are no pages to turn on paper: it gets all rows found, or of very many those that ask for something.
          const most = 1000;
          addEventListener('beforeprint', () => {
            printing = true;
            const failed = kept.length > most ? kept.filter(one => data.problems.includes(one[2])) : [];
            const some = (failed.length ? failed : kept).slice(0, most);
            printed.textContent = some.length === all.length ? '' : 'On paper: ' + of(some)
              + (failed.length ? ', those that failed or are unknown.' : '.')
              + (some.length < kept.length ? ' Search or choose before printing to get others; the CSV report lists every row.' : '');
            body.replaceChildren(...some.map(made));
          });
          addEventListener('afterprint', () => {
            printing = false;
            show();
          });

        """

    /// Headings that sort, and the same choice for narrow screens, where the headings have no room.
    private static let heads = """
          const cells = Array.from(table.tHead.rows[0].cells);
          const sort = (by, downwards) => {
            [column, down] = [by, downwards];
            cells.forEach((cell, at) => {
              if (at === by) cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
              else cell.removeAttribute('aria-sort');
            });
            order.value = by;
            turn.textContent = down ? '↓' : '↑';
            turn.setAttribute('aria-label', down ? 'Descending; change to ascending' : 'Ascending; change to descending');
            find();
          };
          cells.forEach((cell, at) => {
            const button = element('button', cell.textContent);
            button.type = 'button';
            button.addEventListener('click', () => sort(at, column === at && !down));
            cell.replaceChildren(button);
            // A browser repeats headings on every sheet, but no buttons in them.
            addEventListener('beforeprint', () => cell.replaceChildren(button.textContent));
            addEventListener('afterprint', () => cell.replaceChildren(button));
            const choice = element('option', button.textContent);
            choice.value = at;
            order.append(choice);
          });
          order.addEventListener('change', () => sort(Number(order.value), down));
          turn.addEventListener('click', () => sort(column, !down));
          form.addEventListener('submit', event => event.preventDefault());
          search.addEventListener('input', find);
          outcome.addEventListener('change', find);
          form.hidden = false;
          sort(0, false);

        """
}
