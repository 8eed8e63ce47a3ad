/// The live page's script. It gives its elements data as text only.
enum LivePageScript {
    static let text =
        "'use strict';\n(() => {\n" + [elements, figures, pace, acting, following].joined(separator: "\n") + "})();\n"

    private static let elements = """
          const found = name => document.getElementById(name);
          const say = (name, text) => {
            const place = found(name), shown = text || '';
            if (place.textContent !== shown) place.textContent = shown;
          };
          const grouped = number => number.toLocaleString('en');
          const drawn = (name, facts) => {
            const made = document.createElementNS('http://www.w3.org/2000/svg', name);
            for (const [fact, value] of Object.entries(facts)) made.setAttribute(fact, value);
            return made;
          };
          const words = {sent: 'sent', rejected: 'rejected', not_sent: 'not sent', unknown: 'unknown', pending: 'to go'};

        """

    /// Headline, bar, legend and problems.
    private static let figures = """
          const bar = (counts, total) => {
            let place = 0;
            found('bar').replaceChildren(...Object.keys(words).filter(name => name !== 'pending' && counts[name]).map(name => {
              const width = 100 * counts[name] / Math.max(total, 1), x = place;
              place += width;
              return drawn('rect', {x: x + '%', width: width + '%', y: 0, height: 20, class: name});
            }));
          };
          const legend = counts => found('legend').replaceChildren(...Object.keys(words).filter(name =>
            name === 'sent' || counts[name]).map(name => {
              const item = document.createElement('li'), dot = document.createElement('span'), count = document.createElement('b');
              dot.className = 'dot ' + name;
              count.textContent = grouped(counts[name]);
              item.append(dot, count, ' ' + words[name]);
              return item;
            }));
          const problems = texts => {
            found('trouble').hidden = !texts.length;
            found('problems').replaceChildren(...texts.map(text => {
              const item = document.createElement('li'), inside = document.createElement('bdi');
              inside.textContent = text;
              item.append(inside);
              return item;
            }));
          };
          const doing = {
            preparing: 'Preparing', sending: 'Sending', paused: 'Paused:', stopping: 'Stopping:', reporting: 'Reporting on',
            ended: 'Results of'
          };
          const show = now => {
            say('doing', doing[now.phase] || 'Sending');
            say('manifest', now.manifest);
            say('headline', now.headline);
            say('about', [now.site, now.batch && 'batch ' + now.batch, 'since ' + new Date(now.began_at).toLocaleString()]
              .filter(Boolean).join(' · '));
            say('reason', now.reason);
            found('reason').hidden = !now.reason;
            bar(now.counts, now.total);
            legend({...now.counts, pending: Math.max(0, now.total - now.done)});
            say('rate', now.phase === 'ended' ? '' : now.rate || '–');
            say('left', now.left);
            say('places', now.places);
            problems(now.problems);
            document.title = Math.floor(100 * now.done / Math.max(now.total, 1)) + ' % · ' + now.manifest;
          };

        """

    /// How many rows were done in each of the last stretches of time, as far as this page saw it.
    private static let pace = """
          const stretch = 2000, stretches = 60, samples = [];
          let before = null;
          const plot = () => {
            const most = Math.max(1, ...samples), width = 100 / stretches, first = stretches - samples.length;
            found('plot').replaceChildren(...samples.map((count, place) => {
              const height = Math.max(count ? 2 : 0, 66 * count / most);
              return drawn('rect', {
                x: (first + place) * width + '%', width: width * .8 + '%', y: 72 - height, height: height, class: 'plain'
              });
            }));
            say('since', Math.round(stretch * stretches / 60000) + ' minutes ago');
          };
          let latest = null;
          const sample = setInterval(() => {
            if (!latest || latest.phase === 'preparing') return;
            if (before !== null) samples.push(Math.max(0, latest.done - before));
            before = latest.done;
            if (samples.length > stretches) samples.shift();
            plot();
          }, stretch);
          plot();

        """

    /// The buttons. Ending is asked about once, on the button itself.
    private static let acting = """
          const pause = found('pause'), drain = found('drain');
          let asked = null;
          const calm = () => {
            clearTimeout(asked);
            asked = null;
            drain.textContent = 'End…';
            drain.className = '';
          };
          const meaning = {
            paused: 'Nothing new is sent until you go on. Sends in flight finish.',
            stopping: 'Nothing new is sent. When the sends in flight have their answers the run ends; the same command continues.',
            ended: 'The run has ended.'
          };
          const controls = now => {
            found('controls').hidden = !now.may_act;
            pause.textContent = now.phase === 'paused' ? 'Go on' : 'Pause';
            pause.disabled = drain.disabled = now.phase === 'stopping' || now.phase === 'ended' || now.phase === 'reporting';
            if (drain.disabled) calm();
            if (!asked) say('meaning', meaning[now.phase] || 'Pause lets nothing new leave. End lets sends in flight finish, then stops.');
          };
          const act = async name => {
            try {
              const answer = await fetch(name, {method: 'POST', cache: 'no-store'});
              if (!answer.ok) throw new Error(await answer.text());
              take(await answer.json());
            } catch (fault) {
              say('meaning', 'That did not work: ' + fault.message);
            }
          };
          pause.addEventListener('click', () => {
            calm();
            act(latest && latest.phase === 'paused' ? 'go-on' : 'pause');
          });
          drain.addEventListener('click', () => {
            if (asked) { calm(); act('drain'); return; }
            drain.textContent = 'Really end?';
            drain.className = 'sure';
            say('meaning', 'Press once more to end the run. What is not sent then is sent by the same command later.');
            asked = setTimeout(() => { calm(); if (latest) controls(latest); }, 6000);
          });

        """

    /// The state, as it comes.
    private static let following = """
          const take = now => {
            latest = now;
            show(now);
            controls(now);
          };
          const source = new EventSource('events');
          source.onmessage = event => {
            say('link', '');
            take(JSON.parse(event.data));
          };
          source.addEventListener('end', event => {
            source.close();
            clearInterval(sample);
            take(JSON.parse(event.data));
            say('link', 'The run has ended; this page does not change any more.');
          });
          source.onerror = () => say('link', 'No connection to the run at the moment. If it was cut off, the same command continues.');

        """
}
