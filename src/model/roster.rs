//! The list of those who have to report (填报单位名录).

use std::collections::HashMap;

use super::agency::{Called, agency_in_short, agency_key, governed_by, in_full, is_county};

/// The agencies of a roster, in its order.
///
/// # Example
/// ```
/// use gouji::model::{Member, Roster};
/// let mut roster = Roster::new("roster.csv".into());
/// let member = Member { name: "某县行政审批局".into(), former: vec!["某县政务办".into()], level: None, parent: None, is_exempt: false, line: 2 };
/// assert_eq!(roster.add(member), Ok(()));
/// assert_eq!(roster.find("某县政务办"), Some(0), "a name of before");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// What it is called: the path as given.
    pub path: String,
    members: Vec<Member>,
    /// By the key of their names, those of former times included.
    known: HashMap<String, Known>,
    /// By what they are called besides, in short; nothing where two members are called so.
    called: HashMap<String, Option<usize>>,
    /// The same without the name of their place: who is meant is sure only where all are of one county.
    local: HashMap<String, Option<usize>>,
    place: Place,
}

/// Whose a name is.
#[derive(Debug, Clone, Copy)]
enum Known {
    /// This member's.
    Own(usize),
    /// This member's of former times.
    Former(usize),
    /// Of several members in former times, as of the bodies that one was divided into, the first of which is this.
    Shared(usize),
}

impl Known {
    /// Of a name that a member has too.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Former(first), Self::Former(at)) if first != at => Self::Shared(first),
            (Self::Shared(first), Self::Former(_)) => Self::Shared(first),
            (_, other) => other,
        }
    }
}

/// A name stands on a roster twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTwice {
    /// The name.
    pub name: String,
    /// The line of the member that has it already.
    pub line: u32,
}

/// Of what place the members are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Unknown,
    One(String),
    Several,
}

impl Place {
    /// With a member of this place.
    fn with(self, place: String) -> Self {
        match self {
            Self::Unknown => Self::One(place),
            Self::One(known) if known == place => Self::One(known),
            _ => Self::Several,
        }
    }
}

/// An agency that has to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, as the roster has it.
    pub name: String,
    /// Names under which its reports may still come.
    pub former: Vec<String>,
    /// Its level (层级), as the roster has it.
    pub level: Option<String>,
    /// The body it reports to.
    pub parent: Option<String>,
    /// It reports to somebody else, as vertically managed bodies do: it is not missed here, nor part of any sum.
    pub is_exempt: bool,
    /// The line of the roster it stands on, from 1.
    pub line: u32,
}

impl Roster {
    /// A roster without members.
    #[must_use]
    pub fn new(path: String) -> Self {
        Self { path, ..Self::default() }
    }

    /// Adds an agency. A name that several had before is nobody's.
    ///
    /// # Errors
    /// The name by which it is listed that another has already, or that is another's by now or was, and the line of that one.
    pub fn add(&mut self, member: Member) -> Result<(), ListedTwice> {
        let key = |name: &String| agency_key(name).into_owned();
        let (own, former) = (key(&member.name), member.former.iter().map(key).collect::<Vec<_>>());
        let listed = |key: &String, name: &String| match self.known.get(key)? {
            Known::Own(other) => Some(ListedTwice { name: name.clone(), line: self.members[*other].line }),
            Known::Former(_) | Known::Shared(_) => None,
        };
        let taken = self.known.get(&own).map(|known| match known {
            Known::Own(other) | Known::Former(other) | Known::Shared(other) => self.members[*other].line,
        });
        let taken = taken.map(|line| ListedTwice { name: member.name.clone(), line });
        if let Some(taken) =
            taken.or_else(|| former.iter().zip(&member.former).find_map(|(key, name)| listed(key, name)))
        {
            return Err(taken);
        }
        let at = self.members.len();
        let names = former.into_iter().map(|key| (key, Known::Former(at)));
        for (key, known) in names.chain([(own, Known::Own(at))]) {
            let Called { whole, local } = Called::of(&key, member.parent.as_deref());
            for (names, all) in [(whole, &mut self.called), (local, &mut self.local)] {
                for name in names {
                    let known = all.entry(name).or_insert(Some(at));
                    *known = known.filter(|other| *other == at);
                }
            }
            self.known.entry(key).and_modify(|before| *before = before.and(known)).or_insert(known);
        }
        // The government of a county reports to that of its city.
        let own = governed_by(&member.name).filter(|place| is_county(place));
        if let Some(place) = own.or_else(|| member.parent.as_deref().and_then(governed_by)) {
            self.place = std::mem::take(&mut self.place).with(place);
        }
        self.members.push(member);
        Ok(())
    }

    /// The members, in the order of the roster.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member with this name, or that had it before.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.find(name).map(|at| &self.members[at])
    }

    /// The position of the member with this name; or of the only one that is called so: 某县城关镇 is 某县城关镇人民政府, and
    /// where all report to 某县人民政府, 县发改局 is 某县发展和改革局. On the list of a city it may be that of any county.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let key = agency_key(name);
        let called = || agency_in_short(&in_full(&key));
        let is_of_county = matches!(&self.place, Place::One(place) if is_county(place));
        let local = || if is_of_county { *self.local.get(&called())? } else { None };
        match self.known.get(&*key) {
            Some(Known::Own(at) | Known::Former(at)) => Some(*at),
            // Nobody knows which of them it is.
            Some(Known::Shared(_)) => None,
            None => self.called.get(&called()).copied().flatten().or_else(local),
        }
    }
}
