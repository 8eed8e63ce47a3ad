/// Takes the rows of a worksheet.
final class ExcelSheetHandler: SheetHandler {
    private enum Place { case outside, sheet, row, cell, value, inline, text }
    private enum Kind { case number, shared, inline, text, boolean, error, date }

    private let values: ExcelValues
    private let limit: Int
    private var place = Place.outside
    private var row = 0
    private var isHidden = false
    private var column = -1
    private var kind = Kind.number
    private var style = 0
    private var hasFormula = false
    private var hasValue = false
    private var mayBeEscaped = false
    private var phonetics = 0
    private var value: [UInt8] = []
    private var textStart = 0
    /// Rows without content above the last with some; beyond the limit a row counts as one with content.
    private var gaps: [ClosedRange<Int>] = []
    private static let gapLimit = 1_000
    private var lastContent = 0

    init(_ values: ExcelValues, limit: Int) {
        self.values = values
        self.limit = limit
    }

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        switch place {
        case .outside: startOutside(name, attributes)
        case .sheet: if name == "row" { startRow(attributes) }
        case .row: if name == "c" { startCell(attributes) }
        case .cell:
            switch name {
            case "v":
                (place, hasValue, textStart) = (.value, true, value.count)
            case "f": hasFormula = true
            case "is": (place, hasValue, phonetics) = (.inline, true, 0)
            default: break
            }
        case .inline:
            if name == "t", phonetics == 0 { (place, textStart, mayBeEscaped) = (.text, value.count, false) }
            if name == "rPh" { phonetics += 1 }
        case .value, .text: break
        }
    }

    private func startOutside(_ name: XMLText, _ attributes: XMLAttributes) {
        switch name {
        case "sheetData": place = .sheet
        case "mergeCell":
            if let range = attributes.string("ref").flatMap(CellRange.init), !isEmpty(row: range.rows.lowerBound) {
                merged(range)
            }
        case "col":
            if attributes["hidden"]?.isTrue == true || attributes["width"]?.isZero == true,
                let first = attributes["min"]?.number,
                let last = attributes["max"]?.number, (1...last).contains(first)
            {
                hiddenColumns.append(first - 1...min(last, CellPlace.columnLimit) - 1)
            }
        default: break
        }
    }

    private func startRow(_ attributes: XMLAttributes) {
        place = .row
        isHidden = false
        column = -1
        var number = row + 1
        var index = 0
        while let (name, value) = attributes[index] {
            if name == "r" {
                number = value.number ?? 0
            } else if name == "hidden" {
                isHidden = isHidden || value.isTrue
            } else if name == "ht" {
                isHidden = isHidden || value.isZero
            }
            index += 1
        }
        guard number > row, number <= CellPlace.rowLimit else {
            return fault = .damaged("behind row \(row) stands a row that is not below it")
        }
        row = number
    }

    private func startCell(_ attributes: XMLAttributes) {
        place = .cell
        (kind, style, hasFormula, hasValue, mayBeEscaped) = (.number, 0, false, false, false)
        value.removeAll(keepingCapacity: true)
        var next = column + 1
        var index = 0
        while let (name, value) = attributes[index] {
            if name == "r" {
                next = Self.column(value)
            } else if name == "s" {
                style = value.number ?? 0
            } else if name == "t" {
                kind = Self.kind(value)
            }
            index += 1
        }
        guard next > column, next < CellPlace.columnLimit else {
            return fault = .damaged("row \(row) has a cell that does not stand right of the one before it", row: row)
        }
        column = next
    }

    /// The column of `AB12`; -1 for what is no place.
    private static func column(_ place: XMLText) -> Int {
        var column = 0
        for index in 0..<min(place.count, 4) {
            let letter = place[index] | 0x20 &- 0x60
            if letter == 0 || letter > 26 { break }
            column = column * 26 + Int(letter)
        }
        return column - 1
    }

    private static func kind(_ name: XMLText) -> Kind {
        switch name {
        case "s": .shared
        case "inlineStr": .inline
        case "str": .text
        case "b": .boolean
        case "e": .error
        case "d": .date
        default: .number
        }
    }

    override func text(_ text: XMLText) {
        guard place == .value || place == .text else { return }
        if !mayBeEscaped { mayBeEscaped = text.holds(0x5F) }
        text.append(to: &value)
        if value.count > limit { fault = .tooLarge(row: row) }
    }

    override func end(_ name: XMLText) {
        switch place {
        case .value:
            if name == "v" { endText(.cell) }
        case .text:
            if name == "t" { endText(.inline) }
        case .inline:
            if name == "is" { place = .cell } else if name == "rPh" { phonetics -= 1 }
        case .cell:
            if name == "c" {
                endCell()
                place = .row
            }
        case .row:
            if name == "row" {
                noteContent()
                rows.endRow(row, isHidden: isHidden)
                place = .sheet
            }
        case .sheet: if name == "sheetData" { place = .outside }
        case .outside: break
        }
    }

    /// Remembers where rows without content are: what is merged there is nobody's text.
    private func noteContent() {
        guard column >= 0,
            rows.openRowByteCount > 0 || rows.notes.last.map({ $0.cell >= Int(rows.rows.last?.cellEnd ?? 0) }) ?? false
        else { return }
        if row > lastContent + 1, gaps.count < Self.gapLimit { gaps.append(lastContent + 1...row - 1) }
        lastContent = row
    }

    private func isEmpty(row: Int) -> Bool {
        if row > lastContent { return true }
        var (low, high) = (0, gaps.count)
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].upperBound < row { low = middle + 1 } else { high = middle }
        }
        return low < gaps.count && gaps[low].contains(row)
    }

    private func endText(_ outer: Place) {
        if mayBeEscaped, kind != .number { ExcelText.unescape(&value, from: textStart) }
        place = outer
    }

    private func endCell() {
        var doubt: CellDoubt?
        if hasFormula, !hasValue || (value.isEmpty && kind != .text) {
            doubt = .noStoredValue
        } else {
            switch kind {
            case .number: doubt = values.append(number: value, style: style, to: &rows.bytes)
            case .shared:
                appendShared()
                doubt = doubtOfText()
            case .inline, .text:
                rows.bytes += value
                doubt = doubtOfText()
            case .boolean:
                rows.bytes +=
                    value.elementsEqual("1".utf8) || value.elementsEqual("true".utf8)
                    ? "TRUE".utf8 : value.isEmpty ? "".utf8 : "FALSE".utf8
                doubt = value.isEmpty ? nil : .boolean
            case .error: doubt = .error(String(decoding: value, as: UTF8.self))
            case .date: doubt = values.append(date: value, style: style, to: &rows.bytes)
            }
        }
        rows.endCell(column: column, doubt: doubt)
        if rows.openRowByteCount > limit { fault = .tooLarge(row: row) }
    }

    private func doubtOfText() -> CellDoubt? {
        if style == 0 { return nil }
        return values.doubt(text: rows.bytes[(rows.bytes.count - rows.openByteCount)...], style: style)
    }

    private func appendShared() {
        if value.isEmpty { return }
        do {
            guard (1...9).contains(value.count), value.allSatisfy({ $0 &- 0x30 < 10 }),
                try values.append(shared: value.reduce(0) { $0 * 10 + Int($1 - 0x30) }, to: &rows.bytes)
            else {
                return fault = .damaged("row \(row) has a text that is not among the workbook's texts", row: row)
            }
        } catch let error as WorkbookFault {
            fault = error
        } catch {
            fault = .damaged("the file of its texts cannot be read")
        }
    }
}
