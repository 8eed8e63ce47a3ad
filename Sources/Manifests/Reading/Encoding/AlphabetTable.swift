/// The languages whose letters beyond ASCII tell one encoding from another.
enum AlphabetTable {
    /// A language by its usual letters, the rarer ones, and the encodings it is written in.
    static let rows: [Alphabet] = [
        Alphabet("German", .latin, "äöüß", "éèàç", western + ["cp437"]),
        Alphabet("French", .latin, "éèàêç", "âîôûùëïœæÿü", western + ["cp437"]),
        Alphabet("Spanish", .latin, "áéíóúñ", "üºª", western + ["cp437"]),
        Alphabet("Portuguese", .latin, "ãçáéíóõêâ", "úàôüºª", western + ["cp860"]),
        Alphabet("Italian", .latin, "àèéìòù", "îóºª", western),
        Alphabet("Dutch", .latin, "éëïè", "óöüêáàç", western),
        Alphabet("Danish and Norwegian", .latin, "æøå", "éóäöüôèò", western + ["cp865"]),
        Alphabet("Swedish and Finnish", .latin, "åäö", "éüáàèæø", western),
        Alphabet(
            "Icelandic", .latin, "áðéíóúýþæö", "", ["windows-1252", "iso-8859-15", "cp850", "mac-iceland", "cp861"]),
        Alphabet("Faroese", .latin, "áðíóúýæø", "", ["windows-1252", "iso-8859-15", "cp850", "mac-iceland"]),
        Alphabet("Catalan", .latin, "àçéèíóòú", "ïüªº", western),
        Alphabet("Irish", .latin, "áéíóú", "", western),
        Alphabet("Albanian", .latin, "ëç", "", western),
        Alphabet("Scottish Gaelic", .latin, "àèìòù", "éó", western),
        Alphabet("Welsh", .latin, "ŵŷâêîô", "ûïäöëáéíóẃ", ["iso-8859-14"]),
        Alphabet("Kurdish", .latin, "çêîşû", "", ["windows-1254"]),
        Alphabet("Polish", .latin, "ąćęłńóśźż", "éöü", central + macCentral),
        Alphabet("Czech", .latin, "áčďéěíňóřšťúůýž", "öüä", central + macCentral),
        Alphabet("Slovak", .latin, "áäčďéíľňóôšťúýž", "ĺŕöü", central + macCentral),
        Alphabet("Hungarian", .latin, "áéíóöőúüű", "ä", central + macCentral),
        Alphabet("Romanian", .latin, "ăâîşţșț", "é", central + ["mac-romanian"]),
        Alphabet("Croatian and Slovene", .latin, "čćđšž", "", central + ["mac-croatian"]),
        Alphabet("Turkish", .latin, "çğıöşü", "âîû", ["windows-1254", "iso-8859-9", "cp857", "mac-turkish"]),
        Alphabet("Azerbaijani", .latin, "əçğıöşü", "", []),
        Alphabet("Turkmen", .latin, "äçňöşüýž", "", []),
        Alphabet("Lithuanian", .latin, "ąčęėšųūž", "į", baltic + macCentral),
        Alphabet("Latvian", .latin, "āčēģīķļņšūž", "ŗō", baltic + macCentral),
        Alphabet("Estonian", .latin, "äõöü", "šž", ["windows-1257", "iso-8859-13", "cp775", "windows-1252"]),
        Alphabet("Sami", .latin, "áčđŋšŧž", "äåæøö", []),
        Alphabet("Maltese", .latin, "ċġħż", "àèìòù", []),
        Alphabet("Esperanto", .latin, "ĉĝĥĵŝŭ", "", []),
        Alphabet("Hawaiian", .latin, "āēīōū", "ʻ", []),
        Alphabet(
            "Vietnamese", .latin,
            "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "", ["windows-1258"]),
        Alphabet("Russian", .cyrillic, "оеаинтсрвлкмдпуяыьгзбчй", "хжшюцщэфъё", cyrillic + ["koi8-r"]),
        Alphabet(
            "Ukrainian", .cyrillic,
            "оаинтвіерслкдумпзябгьчй", "хцюжєїщшґф", cyrillic + ["koi8-u"]),
        Alphabet("Belarusian", .cyrillic, "аніерутксольдпямвыўз", "чгёбйьшхцжэіюф", cyrillic),
        Alphabet("Bulgarian", .cyrillic, "аоиетнрсвлкдпмузягъб", "цчщшйжхюфь", cyrillic),
        Alphabet(
            "Serbian", .cyrillic, "аоиенртсјвклдупмзљбгчњшћжцђ", "хфџ",
            ["windows-1251", "mac-cyrillic", "mac-uk", "cp855"]),
        Alphabet(
            "Macedonian", .cyrillic, "аоиетнрсвкдлпмуј", "збгчшцжњфхќљѓџѕ",
            ["windows-1251", "mac-cyrillic", "mac-uk", "cp855"]),
        Alphabet("Kazakh", .cyrillic, "аәеңғтынрідлқосмкұөүбпшзжгйу", "хяувюэһ", []),
        Alphabet(
            "Greek", .greek, "αοιετσνηυρπκμλςάίόέήύώωδγ", "βθχφξζψϊϋΐΰ",
            ["windows-1253", "iso-8859-7", "mac-greek", "cp737", "cp869"]),
        Alphabet("Hebrew", .hebrew, "אבגדהוזחטיכלמנסעפצקרשתךםןףץ", "", ["windows-1255", "iso-8859-8", "cp862"]),
        Alphabet(
            "Arabic", .arabic, "اليمنوترهبسدعة", "فقحكجشصطخزضذثظغأإآؤئءى", ["windows-1256", "iso-8859-6", "cp720"]),
        Alphabet("Persian", .arabic, "ایمنوترهبسدهک", "فقحجشصطخزضذثظغآپچژگ", ["windows-1256"]),
        Alphabet("Thai", .thai, "กขคงจชซดตถทธนบปผพภมยรลวศสหอะัาำิีึืุูเแโใไ็่้๊๋์", "ฃฅฆฌญฎฏฐฑฒณฝฟษฬฮๅๆฯ", ["tis-620", "cp874"]),
    ]

    private static let western = ["windows-1252", "iso-8859-15", "macintosh", "cp850"]
    private static let central = ["windows-1250", "iso-8859-2", "cp852"]
    private static let baltic = ["windows-1257", "iso-8859-13", "cp775"]
    private static let macCentral = ["mac-centraleurope"]
    private static let cyrillic = ["windows-1251", "cp866", "mac-cyrillic", "mac-uk", "cp855"]
}
