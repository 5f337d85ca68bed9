"""A sentence in each language of the families that are written to most, with its rarer letters."""

SENTENCES = {
    "ar": "اقرأ مع طفلك كل يوم لمدة 10 دقائق، وامدح المحاولة (لا الإجابة).",
    "bg": "Четете с детето си всеки ден по десет минути. Обадете се на училището!",
    "bn": "প্রতিদিন দশ মিনিট আপনার সন্তানের সঙ্গে পড়ুন। ক্লান্ত হলে থামুন, চেষ্টার প্রশংসা করুন।",
    "cy": "Darllenwch gyda’ch plentyn bob dydd. Tŷ, dŵr, ŵyn, Ŷ, gêm, ffôn, sgŵâr.",
    "ne": "आफ्नो बच्चासँग हरेक दिन दस मिनेट पढ्नुहोस्। थाकेपछि रोक्नुहोस्, क्षमता र ज्ञान बढ्छ।",
    "pa": "ਆਪਣੇ ਬੱਚੇ ਨਾਲ ਹਰ ਰੋਜ਼ ਦਸ ਮਿੰਟ ਪੜ੍ਹੋ। ਥੱਕ ਜਾਵੇ ਤਾਂ ਰੁਕੋ, ਕੋਸ਼ਿਸ਼ ਦੀ ਸਿਫ਼ਤ ਕਰੋ।",
    "pl": "Czytaj z dzieckiem codziennie przez dziesięć minut. Zażółć gęślą jaźń!",
    "ro": "Citiți cu copilul în fiecare zi. Știința, țara, învățătoare, Ștefan, Țara.",
    "sk": "Čítajte s dieťaťom každý deň. Kŕdeľ ďatľov učí koňa žrať kôru, vŕba, ôsmy.",
    "tr": "Çocuğunuzla her gün on dakika okuyun. Işık, İzmir, ağaç, şeker, güzel, öğretmen.",
    "uk": "Читайте з дитиною щодня. Їжак, ґанок, єдність, щиро дякуємо!",
    "ur": "اپنے بچے کے ساتھ روزانہ 10 منٹ پڑھیں۔ جب وہ تھک جائے تو رک جائیں، ٹھیک ہے؟",
    "vi": "Hãy đọc với con bạn mỗi ngày mười phút. Nguyễn Thị Hạnh, trường học, cố gắng.",
}
