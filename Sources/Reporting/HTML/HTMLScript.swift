/// The page's script: search, filter and sort of the rows that are there. It builds no element from data.
enum HTMLScript {
    static let text = """
        'use strict';
        (() => {
          const table = document.querySelector('table.rows');
          if (!table) return;
          const body = table.tBodies[0];
          const form = document.querySelector('form.tools');
          const search = document.getElementById('q');
          const outcome = document.getElementById('o');
          const count = document.getElementById('n');
          const rows = Array.from(body.rows, (row, place) => ({
            row, place, text: row.textContent.toLowerCase(), outcome: row.dataset.o
          }));
          const show = () => {
            const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
            let shown = 0;
            for (const one of rows) {
              const fits = (!outcome.value || one.outcome === outcome.value) && words.every(word => one.text.includes(word));
              one.row.hidden = !fits;
              if (fits) shown += 1;
            }
            count.value = shown.toLocaleString('en') + ' of ' + rows.length.toLocaleString('en') + ' rows';
          };
          const numeric = new Set([0, 4, 5, 7]);
          const value = (one, column) => {
            const cell = one.row.cells[column];
            if (!numeric.has(column)) return cell.textContent.toLowerCase();
            const number = parseFloat(cell.textContent.replace(/,/g, ''));
            return Number.isNaN(number) ? -1 : number;
          };
          const sort = (column, heading) => {
            const down = heading.getAttribute('aria-sort') === 'ascending';
            for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
            heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
            const keys = new Map(rows.map(one => [one, value(one, column)]));
            rows.sort((a, b) => {
              const x = keys.get(a), y = keys.get(b);
              const order = x < y ? -1 : x > y ? 1 : 0;
              return (down ? -order : order) || a.place - b.place;
            });
            body.append(...rows.map(one => one.row));
          };
          Array.from(table.tHead.rows[0].cells, (heading, column) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = heading.textContent;
            button.addEventListener('click', () => sort(column, heading));
            heading.replaceChildren(button);
          });
          form.addEventListener('submit', event => event.preventDefault());
          search.addEventListener('input', show);
          outcome.addEventListener('change', show);
          form.hidden = false;
          show();
        })();
        """
}
