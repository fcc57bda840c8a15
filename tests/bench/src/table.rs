//! The measurements as tables for the documentation.

use std::fmt::Write;

/// What one contestant did in one case.
pub enum Cell {
    /// The middle of its times, in nanoseconds.
    Time(f64),
    /// Why there is none.
    Failed(String),
}

impl Cell {
    /// The middle of the times, or what went wrong.
    pub fn of(mut times: Vec<f64>, failed: Option<String>) -> Self {
        times.sort_by(f64::total_cmp);
        match (failed, times.get(times.len() / 2)) {
            (Some(reason), _) => Self::Failed(reason),
            (None, Some(middle)) => Self::Time(*middle),
            (None, None) => Self::Failed("not measured".to_owned()),
        }
    }
}

/// One case.
pub struct Row {
    /// What it is.
    pub title: String,
    /// How long our check may take, in microseconds.
    pub aim_us: Option<f64>,
    /// Each contestant's time for a check of parsed schemas; ours first.
    pub check: Vec<Cell>,
    /// The same with parsing.
    pub both: Vec<Cell>,
}

/// Both tables.
pub fn markdown(names: &[&str], rows: &[Row]) -> String {
    let mut text = String::new();
    for (heading, cells) in [
        ("Check of parsed schemas", (|row| &row.check) as fn(&Row) -> &Vec<Cell>),
        ("Parse and check", |row| &row.both),
    ] {
        let with_aim = rows.iter().any(|row| row.aim_us.is_some()) && heading.starts_with("Check");
        let columns: String = names.iter().map(|name| format!(" {name} |")).collect();
        let aim = if with_aim { " aim |" } else { "" };
        let _ = writeln!(text, "### {heading}\n\n| case |{columns}{aim}");
        let lines = "---: |".repeat(names.len() + usize::from(with_aim));
        let _ = writeln!(text, "| --- | {lines}");
        for row in rows {
            let _ = write!(text, "| {} |", row.title);
            let ours = cells(row).first();
            for (at, cell) in cells(row).iter().enumerate() {
                let _ = write!(text, " {} |", shown(cell, ours.filter(|_| at > 0)));
            }
            if with_aim {
                let _ = write!(text, " {} |", row.aim_us.map_or(String::new(), |aim| time(aim * 1e3)));
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn shown(cell: &Cell, ours: Option<&Cell>) -> String {
    match (cell, ours) {
        (Cell::Failed(reason), _) => reason.split([':', '|', '\n']).next().unwrap_or_default().to_owned(),
        (Cell::Time(nanos), Some(Cell::Time(ours))) => format!("{} ({})", time(*nanos), times(nanos / ours)),
        (Cell::Time(nanos), Some(Cell::Failed(_)) | None) => time(*nanos),
    }
}

/// How many times as long.
fn times(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.1}×") } else { format!("{ratio:.0}×") }
}

/// A time with the unit that makes it short.
pub fn time(nanos: f64) -> String {
    let (number, unit) = match nanos {
        _ if nanos < 1e6 => (nanos / 1e3, "µs"),
        _ if nanos < 1e9 => (nanos / 1e6, "ms"),
        _ => (nanos / 1e9, "s"),
    };
    if number < 10.0 { format!("{number:.1} {unit}") } else { format!("{number:.0} {unit}") }
}
