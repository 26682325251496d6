"""Names by hand for gazetteer.py: what news writes and the data lack, and what the rules would get wrong.

No identifier stands here: those come from the data alone.
"""

import re

# Names that news uses and the data lack or bury among misspellings.
STATE_NAMES = {
    "US": ["United States of America", "US", "U.S.", "USA", "U.S.A.", "America"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"],
    "AE": ["UAE", "U.A.E.", "Emirates"],
    "KP": ["DPRK", "N. Korea", "N Korea"],
    "KR": ["ROK", "S. Korea", "S Korea", "Republic of Korea"],
    "CD": ["DRC", "D.R.C.", "DR Congo", "D.R. Congo", "Congo-Kinshasa", "Democratic Republic of Congo"],
    "CG": ["Congo Republic", "Congo-Brazzaville", "Republic of Congo"],
    "CF": ["CAR"],
    "CN": ["PRC", "P.R.C.", "Mainland China"],
    "TW": ["Republic of China", "Chinese Taipei"],
    "RU": ["Russian Federation"],
    "MM": ["Burma"],
    "TR": ["Turkey", "Türkiye", "Turkiye"],
    "CZ": ["Czechia", "Czech Republic"],
    "SZ": ["Swaziland", "Eswatini"],
    "CV": ["Cape Verde", "Cabo Verde"],
    "TL": ["East Timor", "Timor-Leste"],
    "CI": ["Ivory Coast", "Côte d'Ivoire", "Cote d'Ivoire"],
    "MK": ["Macedonia", "North Macedonia"],
    "VA": ["Vatican", "Vatican City", "Holy See"],
    "PS": ["Palestine", "Palestinian Authority", "Palestinian National Authority", "Palestinian territories"],
    "BA": ["Bosnia", "Bosnia-Herzegovina", "Bosnia and Herzegovina"],
    "TT": ["Trinidad"],
    "AG": ["Antigua"],
    "ST": ["Sao Tome and Principe", "Sao Tome"],
    "PG": ["PNG"],
    "SA": ["KSA", "Kingdom of Saudi Arabia"],
    "NL": ["Holland", "the Netherlands"],
    "GM": ["Gambia", "The Gambia"],
    "BS": ["Bahamas", "The Bahamas"],
    "SD": ["North Sudan"],
    "HK": ["Hong Kong"],
    "MO": ["Macau", "Macao"],
    "VI": ["US Virgin Islands"],
    "LK": ["Ceylon"],
    "BO": ["Bolivia"],
    "VN": ["Viet Nam"],
    "SY": ["Syrian Arab Republic"],
    "LA": ["Lao PDR"],
    "IR": ["Islamic Republic of Iran"],
    "suhh": ["USSR", "U.S.S.R."],
    "dd": ["GDR", "German Democratic Republic"],
    "yucs": ["Federal Republic of Yugoslavia"],
}

# The names to show, where the data have a longer or an official one.
STATE_LABELS = {
    "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "HK": "Hong Kong", "MO": "Macao",
    "VA": "Vatican City", "TR": "Turkey", "CI": "Ivory Coast", "GB": "United Kingdom", "SY": "Syria",
    "ge-ab": "Abkhazia", "x-so": "South Ossetia", "ua-cri": "Crimea", "ua-dpr": "Donetsk People's Republic",
    "ua-lpr": "Luhansk People's Republic", "VI": "US Virgin Islands", "MF": "Saint Martin", "CV": "Cape Verde",
    "iq-kr": "Iraqi Kurdistan", "NR": "Nauru",
}

# People and adjectives that the data lack, or have in a form that news does not use.
STATE_PEOPLE = {
    "GB": (["British"], ["Briton", "Britons", "Brit", "Brits"]),
    "US": (["American"], ["American", "Americans"]),
    "NL": (["Dutch"], ["Dutch", "Dutchman", "Dutchmen", "Dutchwoman"]),
    "IE": (["Irish"], ["Irishman", "Irishmen", "Irishwoman", "Irish"]),
    "FR": (["French"], ["Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen", "French"]),
    "PS": (["Palestinian"], ["Palestinian", "Palestinians"]),
    "VA": (["Vatican"], []),
    "CD": (["Congolese"], ["Congolese"]),
    "HK": (["Hong Kong"], ["Hong Konger", "Hong Kongers"]),
    "IL": (["Israeli"], ["Israeli", "Israelis"]),
    "KP": (["North Korean"], ["North Korean", "North Koreans"]),
    "KR": (["South Korean"], ["South Korean", "South Koreans"]),
    "XK": (["Kosovar", "Kosovan"], ["Kosovar", "Kosovars"]),
    "TW": (["Taiwanese"], ["Taiwanese"]),
    "SS": (["South Sudanese"], ["South Sudanese"]),
    "ES": (["Spanish"], ["Spaniard", "Spaniards"]),
    "AF": (["Afghan"], ["Afghan", "Afghans"]),
    "TR": (["Turkish"], ["Turk", "Turks"]),
    "IQ": (["Iraqi"], ["Iraqi", "Iraqis"]),
    "PL": (["Polish"], ["Pole", "Poles"]),
    "suhh": (["Soviet"], ["Soviets"]),
    "yucs": (["Yugoslav", "Yugoslavian"], ["Yugoslav", "Yugoslavs"]),
    "cshh": (["Czechoslovak", "Czechoslovakian"], []),
    "dd": (["East German"], ["East German", "East Germans"]),
    "ge-ab": (["Abkhaz", "Abkhazian"], ["Abkhazians"]),
    "x-so": (["South Ossetian"], ["South Ossetians"]),
    "md-pmr": (["Transnistrian"], ["Transnistrians"]),
    "so-som": (["Somaliland"], []),
    "cy-trnc": (["Turkish Cypriot"], ["Turkish Cypriot", "Turkish Cypriots"]),
}

# Regions that have no code in the data, with the state that they lie in. Those without identifier get none.
REGIONS = {
    "Gaza Strip": ("PS", ["Gaza"]), "West Bank": ("PS", ["occupied West Bank"]), "East Jerusalem": ("PS", []),
    "Golan Heights": ("", ["Golan"]), "Sinai": ("EG", ["Sinai Peninsula"]), "Donbas": ("UA", ["Donbass"]),
    "Nagorno-Karabakh": ("", ["Karabakh"]), "Darfur": ("SD", []), "Tigray": ("ET", []), "Kordofan": ("SD", []),
    "Horn of Africa": ("", []), "Sahel": ("", []), "Middle East": ("", ["Mideast"]), "Korean Peninsula": ("", []),
    "Balkans": ("", []), "Caucasus": ("", ["South Caucasus", "North Caucasus"]), "Central Asia": ("", []),
    "Southeast Asia": ("", ["South-East Asia"]), "South Asia": ("", []), "East Asia": ("", []), "Europe": ("", []),
    "Asia": ("", []), "Africa": ("", []), "Latin America": ("", []), "South America": ("", []),
    "North America": ("", []), "Central America": ("", []), "Western Europe": ("", []), "Eastern Europe": ("", []),
    "West Africa": ("", []), "East Africa": ("", []), "North Africa": ("", []), "Southern Africa": ("", []),
    "Caribbean": ("", []), "Scandinavia": ("", []), "Asia-Pacific": ("", []), "Indo-Pacific": ("", []),
    "Antarctica": ("", []), "Arctic": ("", []), "South China Sea": ("", []), "East China Sea": ("", []),
    "Black Sea": ("", []), "Red Sea": ("", []), "Baltic Sea": ("", []), "Mediterranean": ("", ["Mediterranean Sea"]),
    "Persian Gulf": ("", ["Arabian Gulf"]), "Gulf of Aden": ("", []), "Strait of Hormuz": ("", ["Hormuz"]),
    "Taiwan Strait": ("", []), "Sea of Azov": ("", []), "Spratly Islands": ("", ["Spratlys"]),
    "Diego Garcia": ("", []), "Guantanamo Bay": ("", ["Guantanamo"]), "Kurdistan": ("", []),
    "South Lebanon": ("LB", ["southern Lebanon"]), "Catalonia": ("ES", []), "Siberia": ("RU", []),
    "North Kivu": ("CD", []), "South Kivu": ("CD", []), "Helmand": ("AF", []), "Kashmir Valley": ("", []),
}
# Subdivisions whose names the news mean persons by.
REGIONS_DROPPED = {"Uri"}
REGION_PEOPLE = {
    "Europe": (["European"], ["European", "Europeans"]), "Asia": (["Asian"], ["Asian", "Asians"]),
    "Africa": (["African"], ["African", "Africans"]), "Latin America": (["Latin American"], ["Latin Americans"]),
    "Catalonia": (["Catalan"], ["Catalan", "Catalans"]), "Chechnya": (["Chechen"], ["Chechen", "Chechens"]),
    "Scotland": (["Scottish"], ["Scot", "Scots"]), "Wales": (["Welsh"], ["Welshman", "Welshmen"]),
    "England": (["English"], ["Englishman", "Englishmen"]), "Northern Ireland": (["Northern Irish"], []),
    "Crimea": (["Crimean"], ["Crimeans"]), "Tibet": (["Tibetan"], ["Tibetan", "Tibetans"]),
    "Kashmir": (["Kashmiri"], ["Kashmiri", "Kashmiris"]), "Middle East": (["Middle Eastern"], []),
    "Kurdistan": (["Kurdish"], ["Kurd", "Kurds"]), "Tigray": (["Tigrayan"], ["Tigrayans"]),
    "Darfur": (["Darfuri"], ["Darfuris"]), "Gaza Strip": (["Gazan"], ["Gazan", "Gazans"]),
    "Balkans": (["Balkan"], []), "Scandinavia": (["Scandinavian"], ["Scandinavians"]),
}

# Names of cities that the rules would drop, and other spellings.
CITIES_KEPT = {"Washington", "Jerusalem", "Bucha", "Goma", "Rafah", "Aden"}
CITIES_DROPPED = {"March", "Tyler", "Douglas", "Stanley", "Kira", "Serra", "Teni", "Balad", "Farah", "Kota", "City of Port Phillip",
                  "Camayenne", "Puxi", "Budta", "Hollywood", "Salem", "Surrey", "Preston", "Charlotte", "Lexington", "Jamestown",
                  "Plymouth", "The Valley", "Cahors", "Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "Rasapūdipalem", "Aba"}
CITY_NAMES = {"Washington": ["Washington, D.C.", "Washington D.C.", "Washington DC"], "New York City": ["New York", "NYC"],
              "Kyiv": ["Kiev"], "Odesa": ["Odessa"], "Kharkiv": ["Kharkov"], "Mumbai": ["Bombay"], "Kolkata": ["Calcutta"],
              "Yangon": ["Rangoon"], "Chennai": ["Madras"], "Beijing": ["Peking"], "Ho Chi Minh City": ["Saigon"],
              "Astana": ["Nur-Sultan"], "Gaza": ["Gaza City"], "St Petersburg": ["St. Petersburg", "Saint Petersburg"],
              "The Hague": ["Hague"], "Nay Pyi Taw": ["Naypyidaw", "Naypyitaw"], "Makkah": ["Mecca"],
              "Medina": ["Madinah"], "Al Mawsil al Jadidah": [], "Zaporizhzhya": ["Zaporizhzhia"]}

# Acronyms and short names of organizations, by Wikidata item or by name.
ORGANIZATION_NAMES = {
    "United Nations": ["UN", "U.N."],
    "United Nations Security Council": ["UNSC", "Security Council"],
    "United Nations General Assembly": ["UNGA", "General Assembly"],
    "Office of the High Commissioner for Human Rights": ["OHCHR", "UN Human Rights Office", "UN human rights office"],
    "United Nations High Commissioner for Refugees": ["UNHCR", "UN refugee agency", "U.N. refugee agency"],
    "United Nations Relief and Works Agency": ["UNRWA"],
    "UN Office for the Coordination of Humanitarian Affairs": ["OCHA"],
    "World Health Organization": ["WHO"],
    "World Bank Group": ["World Bank"],
    "European Union": ["EU", "E.U."],
    "European Court of Human Rights": ["ECHR"],
    "European Court of Justice": ["ECJ"],
    "NATO": ["Nato", "North Atlantic Treaty Organization", "North Atlantic Treaty Organisation", "North Atlantic Alliance"],
    "International Monetary Fund": ["IMF"],
    "International Criminal Court": ["ICC"],
    "International Court of Justice": ["ICJ", "World Court"],
    "International Atomic Energy Agency": ["IAEA", "UN nuclear watchdog", "U.N. nuclear watchdog"],
    "African Union": ["AU"],
    "League of Arab States": ["Arab League"],
    "Interpol": ["INTERPOL"],
    "OPEC": ["Opec", "OPEC+"],
    "Organization for Security and Co-operation in Europe": ["OSCE"],
    "Gulf Cooperation Council": ["GCC"],
    "Organisation of Islamic Cooperation": ["OIC", "Organization of the Islamic Conference"],
    "Group of 7": ["G7", "G-7", "Group of Seven"], "Group of 8": ["G8", "G-8", "Group of Eight"],
    "Group of 20": ["G20", "G-20"], "Group of 77": ["G77", "G-77"],
    "Quadrilateral Security Dialogue": ["Quad"],
    "Association of Southeast Asian Nations": ["ASEAN", "Asean"],
    "BRICS": ["Brics"],
    "Economic Community of West African States": ["ECOWAS", "Ecowas"],
    "Southern Common Market": ["Mercosur", "MERCOSUR"],
    "Shanghai Cooperation Organization": ["SCO"],
    "Commonwealth of Nations": ["Commonwealth"],
    "International Committee of the Red Cross": ["ICRC", "Red Cross"],
}
ORGANIZATIONS_BY_HAND = ["International Committee of the Red Cross", "Amnesty International", "Human Rights Watch",
                         "Doctors Without Borders", "Syrian Observatory for Human Rights", "Greenpeace", "Oxfam",
                         "Transparency International", "International Crisis Group", "Save the Children",
                         "Reporters Without Borders", "Committee to Protect Journalists", "Freedom House", "OPEC Fund",
                         "Contact Group", "Palestine Liberation Organization", "World Economic Forum"]
ORGANIZATION_SHORT = {"Palestine Liberation Organization": ["PLO"], "Human Rights Watch": ["HRW"],
                      "Doctors Without Borders": ["MSF", "Médecins Sans Frontières", "Medecins Sans Frontieres"]}
# News agencies of the past whose names are surnames now, and names that mean other things.
OUTLETS_DROPPED = {"Petra", "Havas", "Agenzia Stefani", "Wolff's Telegraphic Bureau", "Deutsches Nachrichtenbuero", "Domei Tsushin"}
OUTLET_NAMES_DROPPED = {"SPA", "MAP", "NAN", "ENA", "WAM", "Fars", "Sputnik"}
# Acronyms of the Factbook that news uses for something else.
ACRONYMS_DROPPED = {"C", "AG", "AL", "CAN", "CE", "EC", "RG", "NC", "WP", "ZC", "FZ", "ECO", "ACS", "ARF", "AMF", "GUAM", "ECA",
                    "ECE", "IDA", "ISO", "NAM", "SPC", "SPF", "PCA", "IDB", "IFC", "ESA", "BIS", "ADB", "CDB", "EMU", "EAS",
                    "PFP", "WCL", "CCC", "NIB", "NEA", "ICCt", "WTrO", "WToO", "Entente", "AMU", "CEI", "PIF", "SICA"}
# News outlets that the data lack or know under a longer name.
# Where news is told and found: name, key, state.
PLATFORMS = [
    ("Twitter", "twitter", "US"), ("Facebook", "facebook", "US"), ("Instagram", "instagram", "US"), ("YouTube", "youtube", "US"),
    ("WhatsApp", "whatsapp", "US"), ("Telegram", "telegram-messenger", None), ("TikTok", "tiktok", "CN"),
    ("Weibo", "sina-weibo", "CN"), ("LinkedIn", "linkedin", "US"), ("Reddit", "reddit", "US"), ("VKontakte", "vkontakte", "RU"),
    ("ISNA", "isna", "IR"),
]
OUTLETS = {"BBC": "GB", "CNN": "US", "Al Jazeera": "QA", "Al Arabiya": "SA", "Fox News": "US", "New York Times": "US",
           "Washington Post": "US", "Wall Street Journal": "US", "Financial Times": "GB", "The Economist": "GB",
           "Guardian": "GB", "Le Monde": "FR", "Der Spiegel": "DE", "Haaretz": "IL", "Jerusalem Post": "IL",
           "Times of Israel": "IL", "Voice of America": "US", "Radio Free Europe": "US", "Radio Free Asia": "US",
           "Global Times": "CN", "People's Daily": "CN", "CCTV": "CN", "Rossiya 1": "RU", "RT": "RU", "Novaya Gazeta": "RU",
           "Meduza": "LV", "Kyiv Independent": "UA", "The Hindu": "IN", "Times of India": "IN", "NBC": "US",
           "CBS": "US", "ABC News": "US", "MSNBC": "US", "Axios": "US", "Politico": "US", "USA Today": "US", "NPR": "US",
           "Los Angeles Times": "US", "Newsweek": "US", "Sky News": "GB", "Channel 4": "GB", "NHK": "JP", "Bild": "DE",
           "South China Morning Post": "HK", "Bloomberg": "US", "Press TV": "IR", "Al-Manar": "LB", "Politika": "RS"}
OUTLET_NAMES = {"RT": ["Russia Today"], "Voice of America": ["VOA"], "Radio Free Europe": ["RFE/RL", "Radio Free Europe/Radio Liberty"],
                "Guardian": ["The Guardian"], "New York Times": ["The New York Times", "NYT"], "BBC": ["BBC News"],
                "Washington Post": ["The Washington Post"], "Wall Street Journal": ["The Wall Street Journal", "WSJ"],
                "Al Jazeera": ["Al-Jazeera"], "Times of Israel": ["The Times of Israel"]}

# Bodies that every state may have, with the ways in which news writes them. {A} is the adjective, {N} the name.
BODIES = {
    "Foreign Ministry": ["{A} Foreign Ministry", "{A} foreign ministry", "{A} Ministry of Foreign Affairs", "Ministry of Foreign Affairs of {N}",
                         "{N} Foreign Ministry", "{A} Foreign Office"],
    "Defence Ministry": ["{A} Defense Ministry", "{A} Defence Ministry", "{A} defense ministry", "{A} defence ministry",
                         "{A} Ministry of Defense", "{A} Ministry of Defence", "Ministry of Defence of {N}"],
    "Interior Ministry": ["{A} Interior Ministry", "{A} interior ministry", "{A} Ministry of Interior", "{A} Ministry of the Interior"],
    "Finance Ministry": ["{A} Finance Ministry", "{A} finance ministry", "{A} Ministry of Finance"],
    "Justice Ministry": ["{A} Justice Ministry", "{A} Ministry of Justice"],
    "Health Ministry": ["{A} Health Ministry", "{A} health ministry", "{A} Ministry of Health"],
    "Parliament": ["{A} Parliament", "{A} parliament", "Parliament of {N}"],
    "Senate": ["{A} Senate"], "Supreme Court": ["{A} Supreme Court", "Supreme Court of {N}"],
    "Constitutional Court": ["{A} Constitutional Court"], "National Assembly": ["{A} National Assembly"],
    "House of Representatives": ["{A} House of Representatives"], "Congress": ["{A} Congress"],
    "Army": ["{A} Army", "{A} army"], "Armed Forces": ["{A} Armed Forces", "{A} armed forces", "Armed Forces of {N}"],
    "Air Force": ["{A} Air Force", "{A} air force"], "Navy": ["{A} Navy", "{A} navy"], "Coast Guard": ["{A} Coast Guard", "{A} coast guard"],
    "Central Bank": ["{A} Central Bank", "Central Bank of {N}"], "Cabinet": ["{A} Cabinet"],
    "Election Commission": ["{A} Election Commission", "{A} Central Election Commission"],
}
BODY_ADJECTIVES = {"US": ["U.S.", "US", "American", "United States"], "GB": ["British", "UK"], "AE": ["Emirati", "UAE"]}

# Bodies that news knows by a name of their own: state, class, names.
BODIES_BY_HAND = {
    "Department of State": ("US", ["State Department", "Foggy Bottom", "United States Department of State", "US State Department", "U.S. State Department", "US Department of State"]),
    "Department of Justice": ("US", ["Justice Department", "United States Department of Justice", "US Justice Department", "U.S. Justice Department", "US Department of Justice"]),
    "Department of the Treasury": ("US", ["Treasury Department", "US Treasury", "U.S. Treasury", "US Treasury Department"]),
    "Department of Homeland Security": ("US", ["DHS", "US Department of Homeland Security", "Homeland Security Department"]),
    "US Supreme Court": ("US", ["U.S. Supreme Court", "United States Supreme Court"]),
    "Central Intelligence Agency": ("US", ["CIA"]), "Federal Bureau of Investigation": ("US", ["FBI"]),
    "National Security Agency": ("US", ["NSA"]), "US Navy": ("US", ["U.S. Navy", "United States Navy"]),
    "US Army": ("US", ["U.S. Army", "United States Army"]), "US Air Force": ("US", ["U.S. Air Force", "United States Air Force"]), "Federal Reserve": ("US", ["US Federal Reserve", "U.S. Federal Reserve"]),
    "US Congress": ("US", ["U.S. Congress", "United States Congress", "American Congress"]),
    "US Senate": ("US", ["U.S. Senate", "United States Senate"]),
    "US House of Representatives": ("US", ["U.S. House of Representatives", "United States House of Representatives", "U.S. House"]),
    "US Central Command": ("US", ["U.S. Central Command", "CENTCOM"]),
    "USAID": ("US", ["U.S. Agency for International Development", "US Agency for International Development"]),
    "National Security Council": ("US", ["US National Security Council", "U.S. National Security Council"]),
    "Islamic Revolutionary Guard Corps": ("IR", ["IRGC", "Revolutionary Guards", "Revolutionary Guard", "Iranian Revolutionary Guard",
                                                 "Iranian Revolutionary Guards", "Iran's Revolutionary Guard", "Revolutionary Guard Corps"]),
    "Quds Force": ("IR", ["Qods Force"]), "Guardian Council": ("IR", []), "Majlis": ("IR", []),
    "Israel Defense Forces": ("IL", ["IDF", "Israeli Defense Forces", "Israeli Defence Forces", "Israel Defence Forces", "Israeli military"]),
    "Mossad": ("IL", []), "Shin Bet": ("IL", []), "Federal Security Service": ("RU", ["FSB"]), "State Duma": ("RU", ["Duma", "Russian Duma"]),
    "Federation Council": ("RU", []), "House of Commons": ("GB", []), "House of Lords": ("GB", []), "MI6": ("GB", []), "MI5": ("GB", []),
    "Bundestag": ("DE", ["German Bundestag"]), "Bundesrat": ("DE", []), "People's Liberation Army": ("CN", ["PLA"]),
    "National People's Congress": ("CN", ["NPC"]), "Politburo": ("CN", []), "Inter-Services Intelligence": ("PK", ["ISI"]),
    "Security Service of Ukraine": ("UA", ["SBU"]), "Loya Jirga": ("AF", []),
}

# Armed groups: names that news uses for those of the list, and groups that the list lacks.
GROUP_NAMES = {
    "HAMAS": ("Hamas", ["Izz ad-Din al-Qassam Brigades", "Qassam Brigades"]),
    "Hizballah": ("Hezbollah", ["Hizbollah", "Hizbullah"]),
    "al-Qa ida": ("al-Qaeda", ["Al-Qaeda", "Al Qaeda", "al Qaeda", "al-Qaida", "Al-Qaida", "Al Qaida", "al Qaida"]),
    "al-Qa ida in the Arabian Peninsula": ("al-Qaeda in the Arabian Peninsula", ["AQAP"]),
    "Al-Qaeda in the Islamic Maghreb": ("al-Qaeda in the Islamic Maghreb", ["AQIM"]),
    "Islamic State of Iraq and ash-Sham": ("Islamic State", ["ISIS", "ISIL", "Isis", "Daesh", "Islamic State group", "Islamic State of Iraq and Syria",
                                                        "Islamic State in Iraq and the Levant", "Islamic State of Iraq and the Levant"]),
    "Islamic State of Iraq and ash-Sham - Khorasan": ("Islamic State Khorasan", ["ISIS-K", "ISKP", "IS-K", "Islamic State Khorasan Province"]),
    "Islamic State of Iraq and ash-Sham West Africa": ("Islamic State West Africa Province", ["ISWAP"]),
    "al-Shabaab": ("al-Shabab", ["al-Shabaab", "Al-Shabaab", "Al-Shabab", "Al Shabab", "Al Shabaab"]),
    "Ansarallah": ("Houthis", ["Houthi", "Houthi movement", "Houthi rebels", "Ansar Allah", "Huthis"]),
    "al-Nusrah Front": ("al-Nusra Front", ["Nusra Front", "Jabhat al-Nusra", "Hayat Tahrir al-Sham", "HTS"]),
    "Lashkar-e Tayyiba": ("Lashkar-e-Taiba", ["Lashkar-e-Tayyiba", "Lashkar-e-Toiba", "LeT"]),
    "Lashkar i Jhangvi": ("Lashkar-e-Jhangvi", []), "Jaish-e-Mohammed": ("Jaish-e-Mohammed", ["Jaish-e-Mohammad"]),
    "Tehrik-e-Taliban Pakistan": ("Tehrik-e-Taliban Pakistan", ["Pakistani Taliban", "TTP", "Tehreek-e-Taliban Pakistan"]),
    "Basque Fatherland and Liberty": ("ETA", ["Basque Fatherland and Liberty"]),
    "Kurdistan Workers' Party": ("Kurdistan Workers' Party", ["PKK", "Kurdistan Workers Party"]),
    "Liberation Tigers of Tamil Eelam": ("Liberation Tigers of Tamil Eelam", ["LTTE", "Tamil Tigers", "Tamil Tiger"]),
    "Abu Sayyaf Group": ("Abu Sayyaf", ["Abu Sayyaf Group"]), "Palestinian Islamic Jihad": ("Palestinian Islamic Jihad", ["Islamic Jihad", "PIJ"]),
    "al-Aqsa Martyrs Brigade": ("al-Aqsa Martyrs Brigades", ["al-Aqsa Martyrs Brigade", "Al-Aqsa Martyrs' Brigades", "Al-Aqsa Martyrs Brigades"]),
    "Haqqani Network": ("Haqqani network", ["Haqqani Network"]), "Kata'ib Hizballah": ("Kataib Hezbollah", ["Kata'ib Hezbollah"]),
    "Communist Party of the Philippines/New People's Army": ("New People's Army", []),
    "Jama'at Nusrat al-Islam wal-Muslimin": ("Jama'at Nusrat al-Islam wal-Muslimin", ["JNIM"]),
    "Islamic Movement of Uzbekistan": ("Islamic Movement of Uzbekistan", ["IMU"]),
    "National Liberation Army": ("National Liberation Army", ["ELN"]),
    "Revolutionary Armed Forces of Colombia": ("Revolutionary Armed Forces of Colombia", ["FARC", "Farc"]),
}
GROUPS_BY_HAND = {
    "Taliban": ["Afghan Taliban", "Taleban"], "Free Syrian Army": ["FSA"], "Syrian Democratic Forces": ["SDF"],
    "Lord's Resistance Army": ["LRA"], "Rapid Support Forces": ["RSF"], "March 23 Movement": ["M23", "M23 rebels"],
    "Wagner Group": ["Wagner"], "Janjaweed": ["Janjaweed militia"], "Irish Republican Army": ["IRA"], "Mahdi Army": [],
    "Azov Brigade": ["Azov Regiment", "Azov Battalion"], "Sudan People's Liberation Army": ["SPLA"],
    "Tigray People's Liberation Front": ["TPLF"], "Moro Islamic Liberation Front": ["MILF"], "Arakan Army": [],
    "People's Protection Units": ["YPG"], "Allied Democratic Forces": ["ADF"], "Popular Mobilization Forces": ["PMF"],
    "Islamic Courts Union": ["Union of Islamic Courts"], "Contras": [], "UNITA": [], "Kosovo Liberation Army": ["KLA"],
}
GROUPS_DROPPED = re.compile(r"Shimrikyo|Salvatruche|Segundo M|^Jama at|Taliban Network|^Palestine Islamic|[,/]| [-–] |see individual|^Islamic State of (Iraq and )?ash-Sham|^(HAMAS|The New Family)$|Qa'ida|groups$")

# Kinds of seats of power that are bodies of their own. Seats that are cities stand for their states as capitals.
SEAT_KINDS = {"presidency", "head_of_government_office", "foreign_ministry", "defence_ministry", "interior_ministry",
              "finance_ministry", "legislature", "intelligence", "monarchy", "military", "police", "central_bank",
              "head_of_state"}
SEAT_NAMES = {"Knesset": ["Israeli parliament", "Israeli Parliament"], "Storting": ["Norwegian parliament", "Norwegian Parliament"],
              "Verkhovna Rada": ["Ukrainian parliament", "Ukrainian Parliament"], "Pentagon": ["Defense Department", "US Defense Department",
              "U.S. Defense Department", "US Department of Defense", "U.S. Department of Defense"], "Reichstag": [],
              "Westminster": ["British Parliament", "British parliament", "UK Parliament", "UK parliament"],
              "Lok Sabha": [], "Downing Street": ["No 10"], "Parliament Hill": ["Canadian Parliament", "Canadian parliament"]}
SEATS_DROPPED = {"Reichstag", "Foggy Bottom", "Langley", "Fort Meade", "Number 11", "The Lodge", "Arg", "Holy See", "Istana", "Beehive", "South Block",
                 "North Block", "Bellevue Palace", "Belweder", "Stavka", "White House (Moscow)", "Miraflores",
                 "Pullach", "Karlsruhe", "Rawalpindi", "Belem Palace", "Victoria Palace", "Yongsan", "Bercy"}
SEAT_NAMES_DROPPED = {"the Hill", "the Palace", "No 10", "No 11", "Capitol", "National Palace", "Federal Palace", "Chancellery",
                      "White Palace", "Rada", "Government Palace"}

# Territories without a government of their own, and places that rigour lists beside states.
PLACE_CODES = {"AQ", "BV", "HM", "TF", "UM", "SJ", "IO", "GS", "CC", "CX", "NF", "PN", "BL", "MF", "PM", "WF", "TK"}
# Regions that act as states without general recognition.
BREAKAWAY = ["az-nk", "cy-trnc", "ge-ab", "md-pmr", "so-som", "ua-dpr", "ua-lpr", "x-so"]
HISTORICAL = ["cshh", "csxx", "dd", "suhh", "yucs", "zr"]
