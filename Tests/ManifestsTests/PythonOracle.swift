import Foundation
import TestSupport

/// Python's strict readers as a second opinion: one process for all cases.
enum PythonOracle {
    /// What Python makes of CSV files, by its `csv` module in strict mode: the rows, or nil where it refuses.
    static func readCSV(_ files: [[UInt8]]) throws -> [[[String]]?] {
        try ask(
            """
            def read(data):
                text = data.decode('utf-8-sig')
                return [row for row in csv.reader(io.StringIO(text, newline=''), strict=True) if row]
            """, files
        ).map { $0 as? [[String]] }
    }

    /// What Python makes of JSON arrays of flat objects: each object's texts in order, or nil where it refuses.
    ///
    /// Numbers keep their spelling, `null` is left out; duplicate keys, NaN and lone surrogates are refused.
    static func readJSON(_ files: [[UInt8]]) throws -> [[[String]]?] {
        try ask(
            """
            def refuse(*_):
                raise ValueError
            def pairs(items):
                if len(set(key for key, _ in items)) != len(items):
                    raise ValueError
                return items
            def flat(item):
                if not isinstance(item, list) or any(isinstance(value, list) for _, value in item):
                    raise ValueError
                texts = []
                for key, value in item:
                    key.encode('utf-8')
                    if value is None:
                        continue
                    value = {True: 'true', False: 'false'}[value] if isinstance(value, bool) else value
                    value.encode('utf-8')
                    texts += [key, value]
                return texts
            def read(data):
                value = json.loads(data.decode('utf-8'), object_pairs_hook=lambda i: ('o', pairs(i)),
                    parse_constant=refuse, parse_int=str, parse_float=str)
                if not isinstance(value, list):
                    raise ValueError
                rows = []
                for item in value:
                    if not isinstance(item, tuple):
                        raise ValueError
                    if any(isinstance(v, (tuple, list)) for _, v in item[1]):
                        raise ValueError
                    rows.append(flat(item[1]))
                return rows
            """, files
        ).map { $0 as? [[String]] }
    }

    private static func ask(_ definition: String, _ files: [[UInt8]]) throws -> [Any] {
        let program = """
            import csv, io, json
            \(definition)
            def answer(case):
                try:
                    return json.dumps(read(case))
                except (ValueError, csv.Error, RecursionError):
                    return 'null'
            """
        return try Python.answers(of: program, to: files).map {
            try JSONSerialization.jsonObject(with: Data($0), options: .fragmentsAllowed)
        }
    }
}
