extension LedgerSchema {
    /// What several senders of one run share.
    ///
    /// A run `leads` while nothing was accepted: `lead` is then the member that goes ahead. `handed` counts, for each pass over the plan, up to
    /// which position rows were handed out, and `reach` is where the last one that may be sent ends. A `grant_range` is rows from
    /// `first` up to `last`, without it; those of nobody can be had. `message.run` is the run that tried a message last, and none where it
    /// was claimed and never begun: within a run a result is final. `pace` is what the site allows: all of its moments are the server's.
    static let step2 = """
        ALTER TABLE run
            ADD COLUMN plan bigint,
            ADD COLUMN terms text NOT NULL DEFAULT '',
            ADD COLUMN reach bigint NOT NULL DEFAULT 0,
            ADD COLUMN handed bigint[] NOT NULL DEFAULT '{0,0,0}',
            ADD COLUMN leads boolean NOT NULL DEFAULT false,
            ADD COLUMN lead bigint,
            ADD COLUMN stop_reason text,
            ADD COLUMN failed bigint NOT NULL DEFAULT 0,
            ADD COLUMN refusal_key text COLLATE "C",
            ADD COLUMN refusal_message text COLLATE "C",
            ADD COLUMN refusal_count bigint NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN run bigint;
        ALTER TABLE member
            ADD COLUMN run bigint,
            ADD COLUMN purpose text NOT NULL DEFAULT 'alone' CHECK (purpose IN ('alone', 'resolve', 'send')),
            ADD COLUMN draining boolean NOT NULL DEFAULT false,
            ADD COLUMN finished boolean NOT NULL DEFAULT false;
        CREATE INDEX member_live ON member (id) WHERE state = 'live';
        CREATE INDEX member_run ON member (run);
        CREATE TABLE grant_range (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL,
            pass smallint NOT NULL,
            first bigint NOT NULL,
            last bigint NOT NULL,
            member bigint,
            done boolean NOT NULL DEFAULT false
        );
        CREATE INDEX grant_range_open ON grant_range (run, pass, first) WHERE NOT done;
        CREATE TABLE pace (
            site text COLLATE "C" PRIMARY KEY,
            next_slot timestamptz NOT NULL DEFAULT '-infinity',
            closed_until timestamptz,
            day integer,
            started_on_day integer NOT NULL DEFAULT 0
        );
        """
}
