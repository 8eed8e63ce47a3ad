/// The languages whose letters beyond ASCII tell one encoding from another.
enum AlphabetTable {
    /// A language by its usual letters, the rarer ones, and the encodings it is written in.
    static let rows: [Alphabet] = [
        Alphabet("German", .latin, "äöüß", "éèàç", western + ["cp437"]),
        Alphabet("French", .latin, "éèàêç", "âîôûùëïœæÿü", western + ["cp437"]),
        Alphabet("Spanish", .latin, "áéíóúñ", "üºª", western + ["cp437"]),
        Alphabet("Portuguese", .latin, "ãçáéíóõêâ", "úàôüºª", western),
        Alphabet("Italian", .latin, "àèéìòù", "îóºª", western),
        Alphabet("Dutch", .latin, "éëïè", "óöüêáàç", western),
        Alphabet("Danish and Norwegian", .latin, "æøå", "éóäöüôèò", western),
        Alphabet("Swedish and Finnish", .latin, "åäö", "éüáàèæø", western),
        Alphabet("Icelandic", .latin, "áðéíóúýþæö", "", western),
        Alphabet("Faroese", .latin, "áðíóúýæø", "", western),
        Alphabet("Catalan", .latin, "àçéèíóòú", "ïüªº", western),
        Alphabet("Irish", .latin, "áéíóú", "", western),
        Alphabet("Albanian", .latin, "ëç", "", western),
        Alphabet("Scottish Gaelic", .latin, "àèìòù", "éó", western),
        Alphabet("Welsh", .latin, "ŵŷâêîô", "ûïäöëáéíóẃ", ["iso-8859-14"]),
        Alphabet("Kurdish", .latin, "çêîşû", "", ["windows-1254"]),
        Alphabet("Polish", .latin, "ąćęłńóśźż", "éöü", central),
        Alphabet("Czech", .latin, "áčďéěíňóřšťúůýž", "öüä", central),
        Alphabet("Slovak", .latin, "áäčďéíľňóôšťúýž", "ĺŕöü", central),
        Alphabet("Hungarian", .latin, "áéíóöőúüű", "ä", central),
        Alphabet("Romanian", .latin, "ăâîşţșț", "é", central),
        Alphabet("Croatian and Slovene", .latin, "čćđšž", "", central),
        Alphabet("Turkish", .latin, "çğıöşü", "âîû", ["windows-1254", "iso-8859-9", "cp857"]),
        Alphabet("Azerbaijani", .latin, "əçğıöşü", "", []),
        Alphabet("Turkmen", .latin, "äçňöşüýž", "", []),
        Alphabet("Lithuanian", .latin, "ąčęėšųūž", "į", baltic),
        Alphabet("Latvian", .latin, "āčēģīķļņšūž", "ŗō", baltic),
        Alphabet("Estonian", .latin, "äõöü", "šž", ["windows-1257", "iso-8859-13", "cp775", "windows-1252"]),
        Alphabet("Sami", .latin, "áčđŋšŧž", "äåæøö", []),
        Alphabet("Maltese", .latin, "ċġħż", "àèìòù", []),
        Alphabet("Esperanto", .latin, "ĉĝĥĵŝŭ", "", []),
        Alphabet("Hawaiian", .latin, "āēīōū", "ʻ", []),
        Alphabet(
            "Vietnamese", .latin,
            "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "", ["windows-1258"]),
        Alphabet("Russian", .cyrillic, "оеаинтсрвлкмдпуяыьгзбчй", "хжшюцщэфъё", ["windows-1251", "koi8-r", "cp866"]),
        Alphabet(
            "Ukrainian", .cyrillic,
            "оаинтвіерслкдумпзябгьчй", "хцюжєїщшґф", ["windows-1251", "koi8-u", "cp866"]),
        Alphabet("Belarusian", .cyrillic, "аніерутксольдпямвыўз", "чгёбйьшхцжэіюф", ["windows-1251", "cp866"]),
        Alphabet("Bulgarian", .cyrillic, "аоиетнрсвлкдпмузягъб", "цчщшйжхюфь", ["windows-1251", "cp866"]),
        Alphabet("Serbian", .cyrillic, "аоиенртсјвклдупмзљбгчњшћжцђ", "хфџ", ["windows-1251"]),
        Alphabet("Macedonian", .cyrillic, "аоиетнрсвкдлпмуј", "збгчшцжњфхќљѓџѕ", ["windows-1251"]),
        Alphabet("Kazakh", .cyrillic, "аәеңғтынрідлқосмкұөүбпшзжгйу", "хяувюэһ", []),
        Alphabet("Greek", .greek, "αοιετσνηυρπκμλςάίόέήύώωδγ", "βθχφξζψϊϋΐΰ", ["windows-1253", "iso-8859-7"]),
        Alphabet("Hebrew", .hebrew, "אבגדהוזחטיכלמנסעפצקרשתךםןףץ", "", ["windows-1255", "iso-8859-8"]),
        Alphabet("Arabic", .arabic, "اليمنوترهبسدعة", "فقحكجشصطخزضذثظغأإآؤئءى", ["windows-1256", "iso-8859-6"]),
        Alphabet("Persian", .arabic, "ایمنوترهبسدهک", "فقحجشصطخزضذثظغآپچژگ", ["windows-1256"]),
        Alphabet("Thai", .thai, "กขคงจชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮะัาำิีึืุูเแโใไๅ็่้๊๋์ๆฯ", "", ["tis-620"]),
    ]

    private static let western = ["windows-1252", "iso-8859-15", "macintosh", "cp850"]
    private static let central = ["windows-1250", "iso-8859-2", "cp852"]
    private static let baltic = ["windows-1257", "iso-8859-13", "cp775"]
}
