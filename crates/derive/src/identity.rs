//! By which names services are known to a cluster.

use model::{Consume, Environment, Flow, Service};

/// The consumer group of a consuming flow: as stated, or else the service's id.
pub fn consumer_group<'a>(flow: &'a Flow, consume: &'a Consume) -> &'a str {
    if consume.group.is_empty() { flow.service.as_str() } else { &consume.group }
}

/// The name by which a service authenticates in an environment: its stated principal or its id, with the environment's prefix
/// before it. A principal may be stated as Kafka prints it, with `User:` before the name.
pub fn principal(service: &Service, environment: Option<&Environment>) -> String {
    let prefix = environment.map_or("", |environment| environment.principal_prefix.as_str());
    let stated = service.principal.as_deref().map(|it| it.trim().trim_start_matches("User:").trim());
    format!("{prefix}{}", stated.filter(|stated| !stated.is_empty()).unwrap_or(service.id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn services_are_known_by_what_they_state_or_by_their_id() {
        let environment: Environment =
            serde_json::from_value(json!({"id": "prod", "name": "Production", "principal_prefix": "prod-"})).unwrap();
        let check = |stated: Option<&str>, here: Option<&Environment>, expected: &str| {
            let service = json!({"id": "order-api", "context": "order", "name": "Order API", "principal": stated});
            assert_eq!(principal(&serde_json::from_value(service).unwrap(), here), expected, "{stated:?}");
        };
        check(None, None, "order-api");
        check(None, Some(&environment), "prod-order-api");
        check(Some("orders"), Some(&environment), "prod-orders");
        check(Some(" User:orders "), Some(&environment), "prod-orders");
        check(Some(" "), None, "order-api");

        let check = |group: &str, expected: &str| {
            let flow = json!({"id": "reads", "context": "order", "service": "order-api", "topic": "orders",
                              "direction": {"consume": {"group": group}}});
            let flow: Flow = serde_json::from_value(flow).unwrap();
            assert_eq!(consumer_group(&flow, flow.consume().unwrap()), expected, "{group:?}");
        };
        check("", "order-api");
        check("orders", "orders");
    }
}
